/// Host and port as they stand in a URL or a Host field (RFC 3986 section 3.2, without user information).
struct HTTPAuthority: Hashable, Sendable {
    /// Lower case; an IPv6 address is canonical and without brackets.
    let host: String
    /// `nil` when absent or empty.
    let port: UInt16?

    /// Authority from text; `nil` unless the host is a DNS name, an IPv4 address or an IPv6 address in brackets.
    init?(_ text: some StringProtocol) {
        guard let (host, rest) = Self.splitHost(text.utf8) else { return nil }
        self.host = host
        guard let first = rest.first else {
            port = nil
            return
        }
        let digits = rest.dropFirst()
        guard first == HTTPByte.colon, digits.allSatisfy(HTTPByte.isDigit) else { return nil }
        if digits.isEmpty {
            port = nil
        } else {
            guard digits.count <= 5, let number = UInt16(String(decoding: digits, as: UTF8.self)) else { return nil }
            port = number
        }
    }

    private static func splitHost<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> (host: String, rest: Bytes.SubSequence)? {
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let text = String(decoding: bytes[..<end].dropFirst(), as: UTF8.self)
            guard let address = IPAddress(text), address.family == .ip6 else { return nil }
            return (address.description, bytes[end...].dropFirst())
        }
        let end = bytes.firstIndex(of: HTTPByte.colon) ?? bytes.endIndex
        let name = bytes[..<end]
        // 253 is the longest DNS name, a final dot not counted.
        guard !name.isEmpty, name.count <= 254, name.allSatisfy({ HTTPByte.isUnreserved($0) && $0 != UInt8(ascii: "~") }) else {
            return nil
        }
        return (String(decoding: name.map(HTTPByte.lowercased), as: UTF8.self), bytes[end...])
    }
}
