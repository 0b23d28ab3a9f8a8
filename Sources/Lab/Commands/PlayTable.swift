import Diagnosis
import WhatsApp

/// What ``Play`` prints of a scenario's runs.
enum PlayTable {
    private static let widths = (name: 34, result: 6, time: 10)

    static let head = [
        "scenario".padded(to: widths.name), "result".padded(to: widths.result), "verdict in".padded(to: widths.time), "back in",
    ].joined(separator: "  ")

    /// One line, and below it what was wrong.
    static func row(of runs: [Playback]) -> String {
        guard let first = runs.first else { return "" }
        func worst(isTrouble: Bool) -> String {
            let times = runs.compactMap { $0.slowest(isTrouble: isTrouble) }
            return times.max().map(ClockText.format) ?? "-"
        }
        let isRight = runs.allSatisfy(\.isRight)
        var line = [
            first.scenario.name.padded(to: widths.name), (isRight ? "ok" : "WRONG").padded(to: widths.result),
            worst(isTrouble: true).padded(to: widths.time), worst(isTrouble: false),
        ].joined(separator: "  ")
        for run in runs where !run.isRight {
            line += "\n    seed \(run.seed): \(run.complaintCount) times, first:"
            for complaint in run.complaints.prefix(3) { line += "\n      \(complaint)" }
        }
        return line
    }

    /// The verdicts of each scope in the order of time.
    static func timeline(of run: Playback) -> String {
        Scope.allCases.map { scope in
            let turns = run.turns[scope] ?? []
            let words = turns.prefix(40).map { "\(ClockText.format($0.at)) \($0.verdict.rawValue)" }
            return "    \(scope.rawValue): \(words.joined(separator: ", "))" + (turns.count > 40 ? ", …" : "")
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
