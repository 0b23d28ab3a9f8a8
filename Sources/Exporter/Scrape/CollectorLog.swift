import ProcFS
import Prometheus
import Synchronization

/// Tells the log when a collector begins to fail, when it fails for another reason, and when it works again: not at each scrape.
final class CollectorLog: Sendable {
    private let log: Log
    private let failures = Mutex<[String: String]>([:])

    init(_ log: Log) {
        self.log = log
    }

    /// Takes down how a collector fared.
    func note(_ outcome: CollectorOutcome, of collector: String) {
        guard let failure = outcome.failure else {
            if failures.withLock({ $0.isEmpty ? nil : $0.removeValue(forKey: collector) }) != nil {
                log.info("collector works again", ["collector": collector])
            }
            return
        }
        let error = "\(failure)"
        let isNews = failures.withLock { failures in
            defer { failures[collector] = error }
            return failures[collector] != error
        }
        guard isNews else { return }
        let fields: Log.Fields = ["collector": collector, "error": error]
        // A host without such a device, or a kernel made without such a file, is not in trouble.
        if (failure as? ProcFSError)?.isAbsence == true {
            log.info("collector failed", fields)
        } else {
            log.warn("collector failed", fields)
        }
    }
}
