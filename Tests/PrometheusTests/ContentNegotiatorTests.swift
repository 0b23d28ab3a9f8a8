import Testing

@testable import Prometheus

@Suite struct ContentNegotiatorTests {
    @Test func answersAreThoseOfNegotiationHoweverOftenAndInWhateverOrder() {
        let negotiator = ContentNegotiator()
        let plain = (0..<12).map { "text/plain;q=0.\($0)" }
        let fields: [String?] = [nil, "", "application/openmetrics-text", "*/*", "image/png"] + plain
        for turn in 0..<40 {
            for step in fields.indices {
                let accept = fields[(step * (turn % 3 + 1) + turn) % fields.count]
                #expect(negotiator.negotiation(for: accept) == ContentNegotiation(accept: accept))
            }
        }
    }
}
