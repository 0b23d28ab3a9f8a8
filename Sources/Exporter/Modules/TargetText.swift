import Wire

/// A target as somebody wrote it: `host`, `host:port`, `[2001:db8::1]:port`, an IPv6 address with its zone.
struct TargetText: Equatable {
    /// The longest text that can be a target; what a URL may need.
    static let longestBytes = 2048

    /// In lower case, an address in its normal form without brackets and zone.
    var host: String
    /// `nil` when none is written.
    var port: UInt16?
    /// The interface a link-local address lives on.
    var zone: String?

    init(parsing text: String) throws(TargetError) {
        let bytes = text.utf8
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else {
                throw .malformed("\(text.debugDescription) has a bracket that is not closed, write for example [2001:db8::1]:443")
            }
            try self.init(host: text[bytes.index(after: bytes.startIndex)..<end], of: text)
            guard host.utf8.contains(UInt8(ascii: ":")) else {
                throw .malformed("\(text.debugDescription) has brackets around what is no IPv6 address, leave them out")
            }
            let rest = text[bytes.index(after: end)...]
            guard rest.isEmpty || rest.utf8.first == UInt8(ascii: ":") else {
                throw .malformed(
                    "\(text.debugDescription) has \(String(rest).debugDescription) after the address, write for example [::1]:443"
                )
            }
            if !rest.isEmpty { port = try Self.port(rest.dropFirst(), of: text) }
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            !bytes[colon...].dropFirst().contains(UInt8(ascii: ":"))
        {
            try self.init(host: text[..<colon], of: text)
            port = try Self.port(text[bytes.index(after: colon)...], of: text)
        } else {
            // With more colons than one, and no brackets, all of it is an IPv6 address.
            try self.init(host: text[...], of: text)
        }
    }

    private init(host text: Substring, of written: String) throws(TargetError) {
        let sign = text.utf8.firstIndex(of: UInt8(ascii: "%")) ?? text.endIndex
        if let address = IPAddress(text[..<sign]) {
            host = address.description
            guard sign < text.endIndex else { return }
            guard address.family == .ip6, address.reach == .linkLocal else {
                throw .malformed(
                    "\(written.debugDescription) has a zone, which only a link-local IPv6 address can have: leave it out")
            }
            zone = try Self.zone(text[text.utf8.index(after: sign)...], of: written)
            return
        }
        host = try Self.name(text, of: written)
    }

    /// A host's name in lower case.
    /// - Parameter written: the whole target, for the error.
    static func name(_ text: Substring, of written: String) throws(TargetError) -> String {
        guard !text.isEmpty else { throw .malformed("\(written.debugDescription) names no host") }
        guard !text.utf8.contains(UInt8(ascii: "@")) else {
            throw .malformed("the target holds a user's name or password, write them into the module instead")
        }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .malformed(
                "\(written.debugDescription) is an internationalised name, write its ASCII form, which begins with xn--")
        }
        guard !text.utf8.contains(UInt8(ascii: ":")) else {
            throw .malformed(
                "\(written.debugDescription) is no IPv6 address, write for example 2001:db8::1 or [2001:db8::1]:443")
        }
        let name = text.lowercased()
        guard isName(name), DNSName(name) != nil else {
            throw .malformed(
                "\(written.debugDescription) names no host, write for example example.com, 192.0.2.1 or 2001:db8::1")
        }
        return name
    }

    private static func isName(_ name: String) -> Bool {
        var lastLabelHasDigitsOnly = true
        var hasLetterOrDigit = false
        var last = UInt8(ascii: ".")
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                last = byte
                continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if last == UInt8(ascii: ".") { lastLabelHasDigitsOnly = true }
                hasLetterOrDigit = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                lastLabelHasDigitsOnly = false
                hasLetterOrDigit = true
            case UInt8(ascii: "-"), UInt8(ascii: "_"): lastLabelHasDigitsOnly = false
            default: return false
            }
            last = byte
        }
        // A last label of digits is a mistyped address: no such top-level domain can exist (RFC 3696 section 2).
        return hasLetterOrDigit && !lastLabelHasDigitsOnly
    }

    /// An interface's name, as `netdevice(7)` allows.
    private static func zone(_ text: Substring, of written: String) throws(TargetError) -> String {
        let isName =
            (1...15).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }
        guard isName, text.utf8.contains(where: { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .malformed(
                "\(written.debugDescription) has no interface's name for a zone, write for example fe80::1%eth0")
        }
        return String(text)
    }

    private static func port(_ digits: Substring, of written: String) throws(TargetError) -> UInt16 {
        // `UInt16.init` would take a sign.
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let port = UInt16(digits),
            port > 0
        else { throw .malformed("\(written.debugDescription) has no port from 1 to 65535 after the colon") }
        return port
    }
}
