import Diagnosis
import Posix
import WhatsApp

/// Says what is wrong with a verdict, given what a scenario expects at that time.
struct Judge: Sendable {
    /// How long after the start nothing is held against anybody.
    private static let startUp = 120.0

    /// Those of the scenario, with `ok` before the first.
    let expectations: [Expectation]
    private let passing: Set<Verdict>

    init(_ scenario: Scenario) {
        let well = Dictionary(uniqueKeysWithValues: Scope.allCases.map { ($0, Verdict.ok) })
        let isWellFirst = scenario.expectations.first.map { $0.from > .zero } ?? true
        let first = isWellFirst ? [Expectation(from: .zero, within: .seconds(Self.startUp), verdicts: well)] : []
        expectations = first + scenario.expectations
        passing = scenario.passing
    }

    /// Which expectation holds at a time.
    func place(at time: Double) -> Int {
        expectations.lastIndex { $0.from.seconds <= time } ?? 0
    }

    /// What is wrong, in one line; `nil` when nothing is.
    func fault(with scoped: ScopedVerdict, for scope: Scope, at time: Double) -> String? {
        let place = place(at: time)
        let expectation = expectations[place]
        let right = expectation.verdicts[scope] ?? .unknown
        let isDue = expectation.from.seconds + expectation.within.seconds < time
        let before = place > 0 ? expectations[place - 1].verdicts[scope] : nil
        let what: String? =
            if !isBounded(scoped) {
                "unbounded evidence or confidence"
            } else if isDue, scoped.verdict != right {
                "should be \(right.rawValue)"
            } else if time > Self.startUp, scoped.verdict != right, scoped.verdict != before, !passing.contains(scoped.verdict) {
                "must never be"
            } else if isDue, let words = expectation.says[scope], !scoped.sentence.contains(words) {
                "does not say \"\(words)\""
            } else if isDue, scoped.evidence.isEmpty {
                "no evidence"
            } else {
                nil
            }
        return what.map { "\(scope.rawValue) at \(ClockText.format(time)): \(scoped.verdict.rawValue) \($0): \(scoped.sentence)" }
    }

    private func isBounded(_ scoped: ScopedVerdict) -> Bool {
        scoped.evidence.count <= Evidence.limit && (0...1).contains(scoped.confidence)
            && scoped.evidence.allSatisfy { $0.text.count <= Evidence.textLimit }
    }
}

/// Times after the start, as `1:02:03` or `2:03`.
enum ClockText {
    static func format(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "never" }
        let whole = Int(max(0, min(seconds, 1e12)))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        let tail = rest < 10 ? "0\(rest)" : "\(rest)"
        return hours > 0 ? "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(tail)" : "\(minutes):\(tail)"
    }
}
