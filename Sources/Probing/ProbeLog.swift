import Synchronization

/// What a probe noted on its way, line by line, for the people who debug it.
package final class ProbeLog: Sendable {
    /// How much a line matters, from least to most.
    package enum Level: String, CaseIterable, Comparable, Sendable {
        case debug, info, warn, error

        /// Orders by how much a line matters.
        package static func < (left: Level, right: Level) -> Bool {
            allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
        }
    }

    /// One line; its texts are printable and bounded.
    package struct Line: Sendable {
        /// Unix seconds.
        package var at: Double
        package var level: Level
        package var message: String
        package var fields: [(key: String, value: String)]
    }

    /// A peer that keeps a probe talking fills no memory.
    private static let mostLines = 200

    private let kept = Mutex<[Line]>([])
    private let now: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> Double) {
        self.now = now
    }

    /// The lines so far, oldest first.
    package var lines: [Line] { kept.withLock { $0 } }

    /// Adds a line; the first ones are kept when there are too many.
    package func note(_ level: Level, _ message: String, _ fields: KeyValuePairs<String, String> = [:]) {
        let line = Line(
            at: now(), level: level, message: PrintableLine.of(message),
            fields: fields.map { (key: $0.key, value: PrintableLine.of($0.value)) })
        kept.withLock { lines in
            if lines.count < Self.mostLines { lines.append(line) }
        }
    }
}
