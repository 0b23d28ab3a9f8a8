/// When a journalled book is put on the disk as a whole: often enough that a start has little to read back, and no more.
struct CheckpointPolicy: Sendable {
    /// Entries since the last time that are enough, once ``leastInterval`` has passed.
    var entries = 5_000
    /// While a large book is being written, entries wait: a busy one is not written at every turn.
    var leastInterval = Duration.seconds(60)
    /// Time since the last one after which any entry is enough.
    var interval = Duration.seconds(300)
}
