import Diagnosis
import Synchronization
import WhatsApp

/// Makes one signal of what several sources say of the same thing: it is up while any of them says so.
final class SignalDesk: Sendable {
    /// What a source says, and since when it has said so.
    struct Statement: Sendable, Equatable {
        var kind: Signal.Kind
        /// `nil` for both scopes.
        var scope: Scope?
        var source: String
        /// Unix seconds.
        var since: Double
        var at: Double
        var detail: String
    }

    private struct Subject: Hashable {
        var kind: Signal.Kind
        var scope: Scope?
    }

    /// A source that does not repeat itself for so long is no longer heard.
    static let validSeconds = 900.0

    private let statements = Mutex<[Subject: [String: Statement]]>([:])
    private let tell: @Sendable (Signal) -> Void

    /// - Parameter tell: hears of each change, and again of what stays up.
    init(_ tell: @escaping @Sendable (Signal) -> Void) {
        self.tell = tell
    }

    /// Takes in that a source says something, or says it no more. What stays so is to be repeated every few minutes.
    /// - Parameters:
    ///   - source: its name, of a closed set.
    ///   - time: Unix seconds.
    ///   - detail: one line for people, with figures.
    func say(
        _ kind: Signal.Kind, scope: Scope? = nil, by source: String, isPresent: Bool, at time: Double, detail: String = ""
    ) {
        let subject = Subject(kind: kind, scope: scope)
        let signal = statements.withLock { statements -> Signal? in
            let before = statements[subject] ?? [:]
            var said = before.filter { abs(time - $0.value.at) <= Self.validSeconds }
            said[source] =
                isPresent
                ? Statement(
                    kind: kind, scope: scope, source: source, since: said[source]?.since ?? time, at: time, detail: detail)
                : nil
            statements[subject] = said.isEmpty ? nil : said
            guard let first = said.sorted(by: { $0.key < $1.key }).first else {
                return before.isEmpty ? nil : Signal(kind, scope: scope, isPresent: false, at: time)
            }
            let others = said.count > 1 ? ", and \(said.count - 1) more" : ""
            return Signal(kind, scope: scope, isPresent: true, at: time, detail: first.value.detail + others)
        }
        if let signal { tell(signal) }
    }

    /// What stands at a time, in Unix seconds, the oldest first.
    func standing(at time: Double) -> [Statement] {
        statements.withLock { $0.values.flatMap(\.values) }
            .filter { abs(time - $0.at) <= Self.validSeconds }
            .sorted { ($0.since, $0.source, $0.kind.rawValue) < ($1.since, $1.source, $1.kind.rawValue) }
    }
}
