/// The signatures that let a request in, so that none does twice while its timestamp would still be taken.
struct SignatureMemory: Sendable {
    /// Of more within ten minutes, the oldest are forgotten; what they signed still counts only once for each reporter.
    static let limit = 65_536

    private var current: Set<UInt64> = []
    private var previous: Set<UInt64> = []
    private var changedAt = -Double.infinity

    var count: Int { current.count + previous.count }

    /// Takes in a signature.
    /// - Returns: `false` for one that was in.
    mutating func insert(_ signature: [UInt8], at time: Double) -> Bool {
        // A signature is taken from as long before its timestamp as after it.
        if abs(time - changedAt) > 2 * ReportAccess.toleranceSeconds || current.count >= Self.limit / 2 {
            (previous, current, changedAt) = (current, [], time)
        }
        let code = Self.code(signature)
        guard !previous.contains(code) else { return false }
        return current.insert(code).inserted
    }

    /// Lets a signature be used again, for what came of it is nothing.
    mutating func remove(_ signature: [UInt8]) {
        let code = Self.code(signature)
        current.remove(code)
        previous.remove(code)
    }

    private static func code(_ signature: [UInt8]) -> UInt64 {
        signature.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
