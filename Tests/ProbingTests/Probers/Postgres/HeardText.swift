import Synchronization

/// What peers were told.
final class HeardText: Sendable {
    private let kept = Mutex("")

    var text: String { kept.withLock { $0 } }

    func add(_ text: String) {
        kept.withLock { $0 += text }
    }
}
