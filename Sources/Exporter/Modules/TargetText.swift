import Wire

/// Text as messages show it, made for those alone.
struct Quoted: CustomStringConvertible {
    let text: String

    var description: String { text.debugDescription }
}

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
        let written = Quoted(text: text)
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else {
                throw .malformed("\(written) has a bracket that is not closed, write for example [2001:db8::1]:443")
            }
            try self.init(host: text[text.index(after: text.startIndex)..<end], of: written)
            guard host.contains(":") else {
                throw .malformed("\(written) has brackets around what is no IPv6 address, leave them out")
            }
            let rest = text[end...].dropFirst()
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw .malformed("\(written) has \(String(rest).debugDescription) after the address, write for example [::1]:443")
            }
            if !rest.isEmpty { port = try Self.port(rest.dropFirst(), of: written) }
        } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon == text.utf8.lastIndex(of: UInt8(ascii: ":")) {
            try self.init(host: text[..<colon], of: written)
            port = try Self.port(Substring(text.utf8[colon...].dropFirst()), of: written)
        } else {
            // With more colons than one, and no brackets, all of it is an IPv6 address.
            try self.init(host: text[...], of: written)
        }
    }

    private init(host text: Substring, of written: Quoted) throws(TargetError) {
        let sign = text.utf8.firstIndex(of: UInt8(ascii: "%"))
        if let address = IPAddress(text[..<(sign ?? text.endIndex)]) {
            host = address.description
            guard let sign else { return }
            guard address.family == .ip6, address.reach == .linkLocal else {
                throw .malformed("\(written) has a zone, which only a link-local IPv6 address can have: leave it out")
            }
            zone = try Self.zone(Substring(text.utf8[sign...].dropFirst()), of: written)
            return
        }
        host = try Self.name(text, of: written)
    }

    /// A host's name in lower case.
    static func name(_ text: Substring, of written: Quoted) throws(TargetError) -> String {
        guard !text.isEmpty else { throw .malformed("\(written) names no host") }
        guard !text.contains("@") else {
            throw .malformed("the target holds a user's name or password, write them into the module instead")
        }
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw .malformed("\(written) is an internationalised name, write its ASCII form, which begins with xn--")
        }
        guard !text.contains(":") else {
            throw .malformed("\(written) is no IPv6 address, write for example 2001:db8::1 or [2001:db8::1]:443")
        }
        let isName = text.utf8.allSatisfy { byte in
            switch byte | 0x20 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"): true
            default:
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "_")
            }
        }
        let name = text.lowercased()
        // A last label of digits is a mistyped address: no such top-level domain can exist (RFC 3696 section 2).
        guard isName, DNSName(name) != nil, name.contains(where: { $0.isLetter || $0.isNumber }),
            name.split(separator: ".").last?.utf8.contains(where: { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
                == true
        else { throw .malformed("\(written) names no host, write for example example.com, 192.0.2.1 or 2001:db8::1") }
        return name
    }

    /// An interface's name, as `netdevice(7)` allows.
    static func zone(_ text: Substring, of written: Quoted) throws(TargetError) -> String {
        let isName =
            (1...15).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") }
        guard isName, text.utf8.contains(where: { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            throw .malformed("\(written) has no interface's name for a zone, write for example fe80::1%eth0")
        }
        return String(text)
    }

    private static func port(_ digits: Substring, of written: Quoted) throws(TargetError) -> UInt16 {
        // `UInt16.init` would take a sign.
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let port = UInt16(digits),
            port > 0
        else { throw .malformed("\(written) has no port from 1 to 65535 after the colon") }
        return port
    }
}
