import Diagnosis
import Synchronization
import WhatsApp

/// Makes one signal of what several sources say of the same thing: it is up while any of them says so.
final class SignalDesk: Sendable {
    private struct Subject: Hashable {
        var kind: Signal.Kind
        var scope: Scope?
    }

    private struct Statement {
        var at: Double
        var detail: String
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
            said[source] = isPresent ? Statement(at: time, detail: detail) : nil
            statements[subject] = said.isEmpty ? nil : said
            guard let first = said.sorted(by: { $0.key < $1.key }).first else {
                return before.isEmpty ? nil : Signal(kind, scope: scope, isPresent: false, at: time)
            }
            let others = said.count > 1 ? ", and \(said.count - 1) more" : ""
            return Signal(kind, scope: scope, isPresent: true, at: time, detail: first.value.detail + others)
        }
        if let signal { tell(signal) }
    }
}
