import TLS

/// What pseudonyms are made with.
struct PseudonymKeys: Sendable, Equatable {
    let lasting: [UInt8]
    /// Days since 1970 (UTC).
    private(set) var day: Int
    /// Of ``day`` alone; nobody can make its pseudonyms once it is replaced.
    private(set) var salt: [UInt8]

    private static let header = Array("WaKy".utf8) + [1]
    static let sizeBytes = header.count + 8 + 2 * SHA256.sizeBytes

    init(day: Int) throws(CryptoError) {
        self.day = day
        lasting = try SecureRandom.bytes(SHA256.sizeBytes)
        salt = try SecureRandom.bytes(SHA256.sizeBytes)
    }

    /// Goes over to a day; another than the one it is has a new salt.
    /// - Returns: whether it is another.
    mutating func turn(to day: Int) -> Bool {
        guard day != self.day, let salt = try? SecureRandom.bytes(SHA256.sizeBytes) else { return false }
        self.day = day
        self.salt = salt
        return true
    }

    /// The day a time is in; that of the beginning for no time at all.
    static func day(of time: Double) -> Int {
        Int(exactly: (time / 86_400).rounded(.down)) ?? 0
    }

    var bytes: [UInt8] {
        Self.header + (0..<8).map { UInt8(truncatingIfNeeded: day >> (56 - 8 * $0)) } + lasting + salt
    }

    /// - Returns: `nil` for anything but what ``bytes`` are.
    init?(bytes: [UInt8]) {
        guard bytes.count == Self.sizeBytes, bytes.starts(with: Self.header) else { return nil }
        let keys = bytes.dropFirst(Self.header.count + 8)
        day = bytes[Self.header.count..<Self.header.count + 8].reduce(0) { $0 << 8 | Int($1) }
        lasting = Array(keys.prefix(SHA256.sizeBytes))
        salt = Array(keys.suffix(SHA256.sizeBytes))
    }
}
