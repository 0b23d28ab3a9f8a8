import Testing

@testable import YAML

@Suite struct NearestWordTests {
    static let words = ["interval", "timeout", "name", "tls_config", "ip"]

    @Test(
        arguments: [
            ("intervall", "interval"), ("inetrval", "interval"), ("intrvl", "interval"), ("Timeout", "timeout"),
            ("time_out", "timeout"), ("nmae", "name"), ("tls-config", "tls_config"), ("tlsconfg", "tls_config"), ("pi", "ip"),
            ("colour", nil), ("", nil), ("xyz", nil), ("port", nil), (String(repeating: "interval", count: 100_000), nil),
        ])
    func guessesTheWordMeant(word: String, expected: String?) {
        #expect(nearest(to: word, among: Self.words) == expected)
    }

    @Test func prefersTheNearest() {
        #expect(nearest(to: "names", among: ["same", "nams", "name", "namest"]) == "nams")
        #expect(nearest(to: "name", among: []) == nil)
    }
}
