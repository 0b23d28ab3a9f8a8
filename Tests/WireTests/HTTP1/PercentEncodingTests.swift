import Testing

@testable import Wire

@Suite struct PercentEncodingTests {
    @Test func escapesAllButUnreservedInAComponent() {
        #expect(PercentEncoding.encodeComponent("aZ09-._~ /?&=+%é") == "aZ09-._~%20%2F%3F%26%3D%2B%25%C3%A9")
    }

    @Test func leavesNothingInATargetThatMayNotStandThere() {
        let encoded = PercentEncoding.encodeTarget(UInt8.min...UInt8.max)
        #expect(encoded.utf8.allSatisfy(HTTPByte.isTarget))
        #expect(encoded.contains("!%22%23$%&'()*+,-./0123456789:;%3C=%3E?@ABC"))
    }

    @Test func survivesTheRoundTrip() {
        var numbers = SeededGenerator(seed: 3)
        for _ in 0..<1_000 {
            let length = Int.random(in: 0...20, using: &numbers)
            let scalars = (0..<length).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x3000, using: &numbers)) }
            let text = String(String.UnicodeScalarView(scalars))
            let decoded = PercentEncoding.decode(PercentEncoding.encodeComponent(text).utf8, plusIsSpace: true)
            #expect(decoded?.utf8.elementsEqual(text.utf8) == true)
        }
    }

    @Test(arguments: [("%41%6a%6A", "Ajj"), ("a+b", "a+b"), ("", ""), ("%25", "%"), ("%00", "\0")])
    func decodes(text: String, expected: String) {
        #expect(PercentEncoding.decode(text.utf8) == expected)
    }

    @Test(arguments: ["%", "%4", "%4g", "%%41", "%c3%28", "%ff"])
    func rejects(text: String) {
        #expect(PercentEncoding.decode(text.utf8) == nil)
    }
}
