import Posix
import Synchronization

/// Lines about what the exporter does, each written whole or not at all.
///
/// A line never waits for its reader: one that cannot be written at once is lost, and the next one says how many were.
package final class Log: Sendable {
    /// How much a line matters, from least to most.
    package enum Level: String, CaseIterable, Comparable, Sendable {
        case debug, info, warn, error

        /// Orders by how much a line matters.
        package static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warn: 2
            case .error: 3
            }
        }
    }

    /// How lines are written.
    package enum Format: String, CaseIterable, Sendable {
        /// `ts=2026-11-22T00:00:00.000Z level=info msg=listening address=:10042`.
        case logfmt
        /// One object a line, all values strings.
        case json
    }

    /// What a line says besides its message, in order; keys are of letters, digits and `_`.
    package typealias Fields = KeyValuePairs<String, any CustomStringConvertible>

    private let threshold: Level
    private let format: Format
    private let now: @Sendable () -> Double
    private let write: @Sendable ([UInt8]) -> Bool
    private let lostCount = Atomic(0)

    /// - Parameters:
    ///   - threshold: the least level that is written.
    ///   - now: wall-clock time in Unix seconds.
    ///   - write: takes a line of at most 4096 bytes, its newline included, at once; `false` when it cannot.
    package init(
        threshold: Level = .info, format: Format = .logfmt, now: @escaping @Sendable () -> Double = { unixTimeNow() },
        write: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.threshold = threshold
        self.format = format
        self.now = now
        self.write = write
    }

    /// Writes what only a developer wants to know.
    package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        if threshold <= .debug { write(.debug, message(), fields()) }
    }

    /// Writes what an operator may want to know.
    package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        if threshold <= .info { write(.info, message(), fields()) }
    }

    /// Writes what an operator should look at some day.
    package func warn(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        if threshold <= .warn { write(.warn, message(), fields()) }
    }

    /// Writes what an operator should look at now.
    package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> Fields = [:]) {
        write(.error, message(), fields())
    }

    private func write(_ level: Level, _ message: String, _ fields: Fields) {
        let lost = lostCount.exchange(0, ordering: .relaxed)
        var line = LogLine()
        line.append("ts", RFC3339.format(unixSeconds: now()))
        line.append("level", level.rawValue)
        line.append("msg", message)
        for (key, value) in fields { line.append(key, value.description) }
        if lost > 0 { line.append("lost_lines", "\(lost)") }
        if !write(line.encoded(as: format)) { lostCount.add(lost + 1, ordering: .relaxed) }
    }
}
