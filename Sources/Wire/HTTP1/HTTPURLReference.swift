extension HTTPURL {
    /// URL that a reference, such as the value of Location, leads to from this one (RFC 3986 section 5.2).
    /// - Throws: As `init(parsing:)` for a reference with a scheme or host of its own.
    package func resolving(_ reference: some StringProtocol) throws(ParseError) -> HTTPURL {
        let bytes = reference.utf8
        if Self.hasScheme(bytes) { return try HTTPURL(parsing: reference) }
        if bytes.starts(with: "//".utf8) { return try HTTPURL(parsing: "\(scheme.rawValue):\(reference)") }
        let path = target.utf8.prefix { $0 != HTTPByte.question }
        switch bytes.first {
        case nil, HTTPByte.hash: return self
        case HTTPByte.slash: return moved(to: Array(bytes))
        case HTTPByte.question: return moved(to: path + Array(bytes))
        default:
            let directory = path[...(path.lastIndex(of: HTTPByte.slash) ?? path.startIndex)]
            return moved(to: directory + Array(bytes))
        }
    }

    private func moved(to reference: [UInt8]) -> HTTPURL {
        HTTPURL(scheme: scheme, host: host, port: port, normalizing: reference)
    }

    /// Whether a colon comes before any `/`, `?` or `#`, after what can be a scheme's name.
    private static func hasScheme(_ reference: some Collection<UInt8>) -> Bool {
        let name = reference.prefix { byte in
            HTTPByte.isLetter(byte) || HTTPByte.isDigit(byte) || byte == HTTPByte.plus || byte == HTTPByte.dot
                || byte == UInt8(ascii: "-")
        }
        guard let first = name.first, HTTPByte.isLetter(first), name.endIndex < reference.endIndex else { return false }
        return reference[name.endIndex] == HTTPByte.colon
    }
}
