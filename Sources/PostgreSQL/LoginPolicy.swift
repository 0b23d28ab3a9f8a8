/// Which ways to log in a server may ask for.
struct LoginPolicy {
    /// PBKDF2's rounds; PostgreSQL's default is 4,096. libpq itself would work for minutes at what fits into the field.
    static let mostIterations = 100_000

    private enum Kind {
        static let accepted: UInt32 = 0
        static let clearText: UInt32 = 3
        static let md5: UInt32 = 5
        static let sasl: UInt32 = 10
        static let saslContinue: UInt32 = 11
        static let saslFinal: UInt32 = 12
    }

    private let allowsClearText: Bool
    private(set) var isLaborious = false
    private(set) var hasAsked = false
    private(set) var hasGivenPassword = false

    init(allowsClearText: Bool) {
        self.allowsClearText = allowsClearText
    }

    /// An authentication message as libpq may have it.
    mutating func judged(_ message: [UInt8]) throws(PostgresError) -> [UInt8] {
        guard message.count >= 9 else { throw .malformed("the server sends an authentication request of no kind") }
        let kind = message[5..<9].reduce(0) { $0 << 8 | UInt32($1) }
        isLaborious = false
        hasAsked = hasAsked || kind != Kind.accepted
        switch kind {
        case Kind.accepted, Kind.md5, Kind.saslFinal: return message
        case Kind.clearText:
            guard allowsClearText else {
                throw .refused("the server asks for the password in clear text, over a connection without TLS")
            }
            hasGivenPassword = true
            return message
        case Kind.sasl: return Self.withoutChannelBinding(message)
        case Kind.saslContinue:
            let iterations = try Self.iterations(in: message[9...])
            guard iterations <= Self.mostIterations else {
                throw .refused("the server asks for \(iterations) rounds of SCRAM, and \(Self.mostIterations) are given at most")
            }
            isLaborious = true
            return message
        default: throw .refused("the server asks for authentication of kind \(kind), such as Kerberos, which is not supported")
        }
    }

    /// libpq takes a mechanism bound to TLS on a connection that it believes to be without for a trick. TLS is ours, not its.
    private static func withoutChannelBinding(_ message: [UInt8]) -> [UInt8] {
        let names = message[9...].split(separator: 0).filter { !$0.elementsEqual("SCRAM-SHA-256-PLUS".utf8) }
        let body = message[5..<9] + names.flatMap { $0 + [0] } + [0]
        let length = UInt32(body.count + 4)
        return [message[0]] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + body
    }

    /// The third attribute of `r=…,s=…,i=4096` (RFC 5802, section 5.1), read more strictly than libpq does.
    private static func iterations(in body: ArraySlice<UInt8>) throws(PostgresError) -> Int {
        let attributes = body.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard attributes.count >= 3, attributes[2].starts(with: "i=".utf8) else {
            throw .malformed("the server's SCRAM message has no number of rounds")
        }
        let digits = attributes[2].dropFirst(2)
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let iterations = Int(String(decoding: digits, as: UTF8.self)), iterations > 0
        else { throw .malformed("the server's SCRAM message has no number of rounds") }
        return iterations
    }
}
