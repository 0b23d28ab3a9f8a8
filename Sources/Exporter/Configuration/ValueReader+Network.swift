import Posix
import Wire
import YAML

extension ValueReader {
    /// A DNS name in lower case, without a final dot, or an address.
    func host() -> String? {
        string("write a name such as web.example.com, or an address such as 192.0.2.1 or 2001:db8::1") { text in
            if let address = IPAddress(text) { return address.description }
            let host = text.lowercased()
            let isName = host.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "0"..."9", "-", ".", "_": true
                default: false
                }
            }
            // A last label of digits is a mistyped address: no such top-level domain can exist (RFC 3696 section 2).
            guard isName, !host.hasSuffix("."), DNSName(host) != nil,
                host.split(separator: ".").last?.contains(where: { !("0"..."9").contains($0) }) == true
            else { return nil }
            return host
        }
    }

    /// An address with an optional port.
    func socketAddress(defaultPort: UInt16) -> SocketAddress? {
        string("write an address such as 192.0.2.1, 192.0.2.1:53 or [2001:db8::1]:53") { text in
            if let address = SocketAddress(literal: text, port: defaultPort) { return address }
            guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[colon...].dropFirst()) else { return nil }
            let host = text[..<colon]
            let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
            let address = SocketAddress(literal: isBracketed ? host.dropFirst().dropLast() : host, port: port)
            // Without brackets, an IPv6 address's last group cannot be told from a port.
            return address.flatMap { ($0.ip.family == .ip6) == isBracketed ? $0 : nil }
        }
    }

    /// One HTTP status, or a range of them.
    func statusCodes() -> ClosedRange<Int>? {
        string("write a status such as 204, or a range such as 200-299") { text in
            let ends = text.split(separator: "-", omittingEmptySubsequences: false).compactMap { end -> Int? in
                guard end.utf8.count == 3, let status = Int(end), (100...599).contains(status) else { return nil }
                return status
            }
            guard ends.count == text.count(where: { $0 == "-" }) + 1, ends.count <= 2, let first = ends.first,
                let last = ends.last, first <= last
            else { return nil }
            return first...last
        }
    }

    private static func port(_ digits: Substring) -> UInt16? {
        // `UInt16.init` would take a sign.
        guard digits.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return UInt16(digits).flatMap { $0 == 0 ? nil : $0 }
    }
}
