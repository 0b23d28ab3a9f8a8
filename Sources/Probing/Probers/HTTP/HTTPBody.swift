/// The body of an answer: kept where somebody looks at it, else only counted.
struct HTTPBody: Sendable {
    var bytes: [UInt8] = []
    private let keeps: Bool
    private var dropped = 0

    init(keeping keeps: Bool) {
        self.keeps = keeps
    }

    /// How many bytes came.
    var count: Int { dropped + bytes.count }

    /// Lets go of what was only to be counted.
    mutating func settle() {
        guard !keeps else { return }
        dropped += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }
}
