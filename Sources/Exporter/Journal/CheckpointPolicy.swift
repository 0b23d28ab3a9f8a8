/// When a journalled book is put on the disk as a whole: often enough that a start has little to read back, and no more.
struct CheckpointPolicy: Sendable {
    /// Entries since the last time that are enough by themselves.
    var entries = 5_000
    /// Time since the last one after which any entry is enough.
    var interval = Duration.seconds(300)
}
