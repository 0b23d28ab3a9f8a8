import Posix

/// Webhooks that are to be posted, until they are taken: one that finds nobody is posted again, later each time.
///
/// What is refused as wrong is dropped: the platform would go on for days.
struct Mailbag {
    /// More than these are lost.
    static let capacity = 10_000
    private static let delays = [0.5, 1, 2, 4, 8]

    private var waiting: [Post] = []
    private var failures = 0
    private var notBefore: Deadline?

    mutating func put(_ post: Post) {
        if waiting.count < Self.capacity { waiting.append(post) }
    }

    /// The one that is due.
    func next(at time: Deadline) -> Post? {
        if let notBefore, time < notBefore { return nil }
        return waiting.first
    }

    /// Takes in what the answer to it was; `nil` for none.
    mutating func settle(_ status: Int?, at time: Deadline) {
        if let status, status < 500, status != 429 {
            if !waiting.isEmpty { waiting.removeFirst() }
            (failures, notBefore) = (0, nil)
        } else {
            notBefore = time + .seconds(Self.delays[min(failures, Self.delays.count - 1)])
            failures += 1
        }
    }
}
