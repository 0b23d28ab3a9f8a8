import Testing
import Wire

@Suite struct DNSChainTests {
    private func cname(_ name: String, _ target: String, ttl: UInt32 = 100) -> DNSRecord {
        DNSRecord(name: .named(name), ttlSeconds: ttl, data: .cname(.named(target)))
    }

    private func address(_ name: String, _ value: UInt32, ttl: UInt32 = 60) -> DNSRecord {
        DNSRecord(name: .named(name), ttlSeconds: ttl, data: .address(.v4(value)))
    }

    @Test func followsAliasesInAnyOrder() {
        let answers = [
            cname("a", "b", ttl: 300), cname("B", "c", ttl: 20), address("c", 1), address("C", 2, ttl: 30),
            address("other", 3, ttl: 1),
        ]
        for answers in [answers, answers.reversed(), Array(answers[2...] + answers[..<2])] {
            let chain = DNSMessage(id: 1, answers: answers).chain(from: .named("A"), type: .a)
            #expect(chain.canonical == .named("c"))
            #expect(chain.cnames == [.named("b"), .named("c")])
            #expect(Set(chain.records.compactMap(\.data.address)) == [.v4(1), .v4(2)])
            #expect(chain.minimumTTLSeconds == 20)
        }
    }

    @Test func withoutAliasIsTheNameItself() {
        let chain = DNSMessage(id: 1, answers: [address("a", 1, ttl: 5)]).chain(from: .named("a"), type: .a)
        #expect(chain.canonical == .named("a"))
        #expect(chain.cnames.isEmpty)
        #expect(chain.records.count == 1)
        #expect(chain.minimumTTLSeconds == 5)
    }

    @Test func endsWhereTheAnswerEnds() {
        let message = DNSMessage(id: 1, answers: [cname("a", "b", ttl: 7), address("b", 1, ttl: 3)])
        let chain = message.chain(from: .named("a"), type: .aaaa)
        #expect(chain.canonical == .named("b"))
        #expect(chain.records.isEmpty)
        #expect(chain.minimumTTLSeconds == 7)
        let unrelated = message.chain(from: .named("z"), type: .a)
        #expect(unrelated.canonical == .named("z"))
        #expect(unrelated.minimumTTLSeconds == nil)
    }

    @Test func doesNotFollowWhenAskedForAliases() {
        let chain = DNSMessage(id: 1, answers: [cname("a", "b"), cname("b", "c")]).chain(from: .named("a"), type: .cname)
        #expect(chain.canonical == .named("a"))
        #expect(chain.records.map(\.data) == [.cname(.named("b"))])
    }

    @Test func endsLoops() {
        let itself = DNSMessage(id: 1, answers: [cname("a", "a")]).chain(from: .named("a"), type: .a)
        #expect(itself.cnames.isEmpty)
        #expect(itself.records.isEmpty)
        let round = DNSMessage(id: 1, answers: [cname("a", "b"), cname("b", "c"), cname("c", "A")]).chain(
            from: .named("a"), type: .a)
        #expect(round.cnames == [.named("b"), .named("c")])
        #expect(round.canonical == .named("c"))
        #expect(round.records.isEmpty)
    }

    @Test func followsThousandsOfAliases() {
        let answers = (0..<4000).map { cname("n\($0)", "n\($0 + 1)") }
        #expect(DNSMessage(id: 1, answers: answers.reversed()).chain(from: .named("n0"), type: .a).cnames.count == 4000)
    }
}
