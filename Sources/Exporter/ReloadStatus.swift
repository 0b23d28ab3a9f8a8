import Synchronization

/// How the last load of the configuration went.
final class ReloadStatus: Sendable {
    struct Snapshot: Sendable {
        var isLastSuccessful = true
        /// When the configuration in force was loaded, in Unix seconds.
        var loadedAt: Double
    }

    private let state: Mutex<Snapshot>

    init(loadedAt: Double) {
        state = Mutex(Snapshot(loadedAt: loadedAt))
    }

    var snapshot: Snapshot {
        state.withLock { $0 }
    }

    func succeeded(at now: Double) {
        state.withLock { $0 = Snapshot(isLastSuccessful: true, loadedAt: now) }
    }

    func failed() {
        state.withLock { $0.isLastSuccessful = false }
    }
}
