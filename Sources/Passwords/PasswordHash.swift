import CCrypt
import Wire

/// A password as bcrypt keeps it: it can be compared with, and not be read back.
package struct PasswordHash: Sendable, Equatable {
    /// Salt and digest, as the text has them after its costs.
    private static let digestLength = 31

    private let secret: Secret
    /// How long a comparison takes: twice as long for each more, at 10 some 50 ms.
    package let cost: Int

    /// Takes a hash as htpasswd and Python's bcrypt write it: `$2y$10$`, then 22 characters of salt and 31 of digest (crypt(5)).
    /// - Returns: `nil` for any other text.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 60, text.hasPrefix("$2"), "abxy".utf8.contains(bytes[2]), bytes[3] == UInt8(ascii: "$"),
            bytes[6] == UInt8(ascii: "$"), bytes[7...].allSatisfy(Self.isDigit),
            bytes[4...5].allSatisfy({ (0x30...0x39).contains($0) }),
            let cost = Int(String(decoding: bytes[4...5], as: UTF8.self)), (4...31).contains(cost)
        else { return nil }
        secret = Secret(text)
        self.cost = cost
    }

    /// The hash itself, for what must change when it does.
    package var revealed: String { secret.revealed }

    /// Whether it is the hash of this password, of which the first 72 bytes count. Blocking, for as long as ``cost`` says.
    package func matches(_ password: [UInt8]) -> Bool {
        // For crypt(3) a password ends at its first zero byte.
        guard !password.contains(0) else { return false }
        // The letter tells which program's mistakes the hash was made with. Nobody makes them any more, and the exporters
        // whose files these are compute all of them alike.
        let setting = "$2b$" + secret.revealed.dropFirst(4)
        guard let computed = Self.crypt(password, setting) else { return false }
        let difference = zip(computed.utf8.suffix(Self.digestLength), setting.utf8.suffix(Self.digestLength))
            .reduce(0) { $0 | ($1.0 ^ $1.1) }
        return computed.utf8.count == setting.utf8.count && difference == 0
    }

    private static func crypt(_ password: [UInt8], _ setting: String) -> String? {
        // 32 KB: too much for a stack.
        let work = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        unsafe work.initialize(to: crypt_data())
        defer { unsafe work.deallocate() }
        let phrase = password.map { CChar(bitPattern: $0) } + [0]
        guard let result = unsafe crypt_r(phrase, setting, work) else { return nil }
        return unsafe String(cString: result)
    }

    /// Of bcrypt's base64.
    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
