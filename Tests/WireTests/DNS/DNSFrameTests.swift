import Testing
import Wire

@Suite struct DNSFrameTests {
    @Test(arguments: DNSVectors.all)
    func findsAMessageOnlyWhenItIsWhole(message: [UInt8]) throws {
        let framed = DNSFrame.wrap(message)
        #expect(framed.count == message.count + 2)
        for end in framed.indices {
            #expect(DNSFrame.firstMessage(in: Array(framed[..<end])) == nil)
        }
        for following in [[], [1], framed] {
            let range = try #require(DNSFrame.firstMessage(in: framed + following))
            #expect(Array((framed + following)[range]) == message)
        }
    }

    @Test func framesTheLargest() {
        let framed = DNSFrame.wrap(Array(repeating: 1, count: 65_535))
        #expect(framed.prefix(2) == [255, 255])
        #expect(DNSFrame.firstMessage(in: framed) == 2..<65_537)
        #expect(DNSFrame.firstMessage(in: [0, 0]) == 2..<2)
    }
}
