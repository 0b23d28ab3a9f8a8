import Synchronization

/// What peers were told.
final class Heard: Sendable {
    private let kept = Mutex("")

    var text: String { kept.withLock { $0 } }

    func add(_ text: String) {
        kept.withLock { $0 += text }
    }
}
