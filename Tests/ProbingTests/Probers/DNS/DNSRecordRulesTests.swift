import Patterns
import Testing

@testable import Probing

@Suite struct DNSRecordRulesTests {
    typealias Rules = DNSSettings.RecordRules

    enum Rule: CaseIterable {
        case failIfMatches, failIfAllMatch, failIfNotMatches, failIfNoneMatches
    }

    static let ones = ["a.\t1\tIN\tA\t192.0.2.1", "a.\t1\tIN\tA\t192.0.2.2"]

    /// Each as blackbox_exporter 0.28 decides it.
    @Test(
        arguments: [
            (.failIfMatches, [#"\.1$"#], ones, false), (.failIfMatches, [#"\.3$"#], ones, true),
            (.failIfMatches, ["."], [], true),
            (.failIfNotMatches, [#"2\.[12]$"#], ones, true), (.failIfNotMatches, [#"\.1$"#], ones, false),
            (.failIfNotMatches, ["."], [], false),
            (.failIfNoneMatches, [#"\.1$"#], ones, true), (.failIfNoneMatches, [#"\.3$"#, #"\.2$"#], ones, true),
            (.failIfNoneMatches, [#"\.3$"#], ones, false), (.failIfNoneMatches, ["."], [], false),
            (.failIfAllMatch, [#"2\.[12]$"#], ones, true), (.failIfAllMatch, [#"\.1$"#], ones, false),
            (.failIfAllMatch, ["."], [], true),
        ] as [(Rule, [String], [String], Bool)])
    func judgesRecords(rule: Rule, patterns: [String], records: [String], isGood: Bool) throws {
        var rules = Rules()
        let patterns = try patterns.map { try Pattern($0) }
        switch rule {
        case .failIfMatches: rules.failIfMatches = patterns
        case .failIfAllMatch: rules.failIfAllMatch = patterns
        case .failIfNotMatches: rules.failIfNotMatches = patterns
        case .failIfNoneMatches: rules.failIfNoneMatches = patterns
        }
        #expect((rules.objection(to: records) == nil) == isGood)
    }

    @Test func withoutRulesAnythingGoes() {
        #expect(Rules().objection(to: []) == nil)
        #expect(Rules().objection(to: Self.ones) == nil)
    }
}
