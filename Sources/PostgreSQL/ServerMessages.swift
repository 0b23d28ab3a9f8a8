/// What a server sends, message by message, before libpq sees it (PostgreSQL documentation, "Message Formats").
///
/// libpq trusts its server: it takes messages of any length, and works at a SCRAM login for as long as it is told to. So
/// lengths, ways to log in and the work they make are judged here, and errors are read where libpq keeps their codes to itself.
struct ServerMessages {
    /// What comes next of the message under way.
    private enum Place: Equatable {
        case header
        /// Bytes that are passed on unseen.
        case passing(Int)
    }

    /// More than any server says at a login.
    static let mostLoginBytes = 256 << 10
    static let mostMessageBytes = 1 << 20
    static let mostBytes = 16 << 20

    private var place = Place.header
    /// A header, or a message that is looked at as a whole, as far as it has come.
    private var partial: [UInt8] = []
    private var policy: LoginPolicy
    private(set) var receivedBytes = 0
    /// Whether the server has said that it is ready for a query.
    private(set) var isReady = false
    /// The last error the server reported.
    private(set) var complaint: ServerComplaint?
    /// A remark that it will end the connection, as a server makes that stops at once.
    private var warning: ServerComplaint?

    init(allowsClearText: Bool) {
        policy = LoginPolicy(allowsClearText: allowsClearText)
    }

    /// Whether what was passed on last makes libpq derive a key from the password, which takes milliseconds and more.
    var isLaborious: Bool { policy.isLaborious }

    /// Whether the server has asked for proof of who we are.
    var hasAsked: Bool { policy.hasAsked }

    /// Whether the server was allowed to have the password in clear text, and asked for it.
    var hasGivenPassword: Bool { policy.hasGivenPassword }

    /// Why the server has ended the connection, if it said so.
    var lastWords: ServerComplaint? { complaint ?? warning }

    mutating func forgetComplaint() {
        complaint = nil
    }

    /// Takes in what has come.
    /// - Returns: what libpq may have of it.
    mutating func take(_ bytes: [UInt8]) throws(PostgresError) -> [UInt8] {
        receivedBytes += bytes.count
        guard receivedBytes <= (isReady ? Self.mostBytes : Self.mostLoginBytes) else {
            throw .tooLarge("the server sends more than \((isReady ? Self.mostBytes : Self.mostLoginBytes) >> 10) KiB")
        }
        var passed: [UInt8] = []
        passed.reserveCapacity(bytes.count + partial.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            switch place {
            case .passing(let count):
                passed += rest.prefix(count)
                place = count > rest.count ? .passing(count - rest.count) : .header
                rest = rest.dropFirst(count)
            case .header:
                try gather(&rest, into: &passed)
            }
        }
        return passed
    }

    private mutating func gather(_ rest: inout ArraySlice<UInt8>, into passed: inout [UInt8]) throws(PostgresError) {
        fill(upTo: 5, from: &rest)
        // What is no server says so with its first byte.
        guard let first = partial.first else { return }
        if !isReady { try expectAtLogin(first) }
        guard partial.count >= 5 else { return }
        let length = partial[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard length >= 4 else { throw .malformed("the server sends a message of \(length) bytes") }
        guard length <= Self.mostMessageBytes else {
            throw .tooLarge("the server sends a message of \(length) bytes")
        }
        guard isReady, first != UInt8(ascii: "E"), first != UInt8(ascii: "N") else {
            fill(upTo: length + 1, from: &rest)
            if partial.count == length + 1 {
                passed += try judged(first)
                partial.removeAll(keepingCapacity: true)
            }
            return
        }
        passed += partial
        partial.removeAll(keepingCapacity: true)
        if length > 4 { place = .passing(length - 4) }
    }

    private mutating func fill(upTo count: Int, from rest: inout ArraySlice<UInt8>) {
        let more = rest.prefix(max(0, count - partial.count))
        partial += more
        rest = rest.dropFirst(more.count)
    }

    private func expectAtLogin(_ type: UInt8) throws(PostgresError) {
        guard "RESKZNv".utf8.contains(type) else {
            throw .malformed("what answers is no PostgreSQL server: its first byte is \(type)")
        }
    }

    private mutating func judged(_ type: UInt8) throws(PostgresError) -> [UInt8] {
        switch type {
        case UInt8(ascii: "R"): return try policy.judged(partial)
        case UInt8(ascii: "E"): complaint = ServerComplaint(body: partial.dropFirst(5))
        case UInt8(ascii: "N"):
            let remark = ServerComplaint(body: partial.dropFirst(5))
            if remark.sqlState.hasPrefix("57P") { warning = remark }
        case UInt8(ascii: "Z"): isReady = true
        default: break
        }
        return partial
    }
}
