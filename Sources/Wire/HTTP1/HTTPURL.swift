/// Parts of an `http` or `https` URL that a probe needs (RFC 9110 section 4.2); the fragment is dropped.
package struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
    /// Scheme of the URL.
    package enum Scheme: String, Hashable, Sendable, CaseIterable {
        case http, https

        /// Port of a URL that names none.
        package var defaultPort: UInt16 { self == .http ? 80 : 443 }
    }

    /// Why text is not such a URL.
    package enum ParseError: Error, Hashable, Sendable {
        /// Another scheme, or none.
        case unsupportedScheme
        /// `//` does not follow the scheme.
        case missingHost
        /// A name and password would end up in logs and labels.
        case userInformation
        /// Host neither a DNS name nor an address (IPv6 in brackets), or port not 1...65535.
        case badHostOrPort
    }

    /// `http` or `https`.
    package let scheme: Scheme
    /// Lower case; an IPv6 address is canonical and without brackets.
    package let host: String
    /// Named, or the scheme's own.
    package let port: UInt16
    /// Path and query as they go into a request line.
    ///
    /// Begins with `/`, has no dot segments, and what may not stand there is escaped.
    package let target: String

    /// Parses an absolute URL.
    package init(parsing text: some StringProtocol) throws(ParseError) {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(of: HTTPByte.colon),
            let scheme = Scheme.allCases.first(where: { HTTPByte.areEqualIgnoringCase($0.rawValue, text[..<colon]) })
        else { throw .unsupportedScheme }
        let rest = bytes[colon...].dropFirst()
        guard rest.starts(with: "//".utf8) else { throw .missingHost }
        let authority = rest.dropFirst(2).prefix { $0 != HTTPByte.slash && $0 != HTTPByte.question && $0 != HTTPByte.hash }
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInformation }
        guard let parsed = HTTPAuthority(text[authority.startIndex..<authority.endIndex]), parsed.port != 0 else {
            throw .badHostOrPort
        }
        self.init(
            scheme: scheme, host: parsed.host, port: parsed.port ?? scheme.defaultPort,
            normalizing: Array(bytes[authority.endIndex...]))
    }

    /// URL of parts.
    /// - Parameters:
    ///   - host: Lower case; an IPv6 address is canonical and without brackets.
    ///   - reference: Path and query, with or without a fragment.
    package init(scheme: Scheme, host: String, port: UInt16, normalizing reference: [UInt8]) {
        self.scheme = scheme
        self.host = host
        self.port = port
        let target = reference.prefix { $0 != HTTPByte.hash }
        let path = target.prefix { $0 != HTTPByte.question }
        self.target = PercentEncoding.encodeTarget(Self.removingDotSegments(path) + target[path.endIndex...])
    }

    /// Host and port, with brackets around IPv6: what CONNECT asks for (RFC 9110 section 7.1).
    package var authority: String {
        host.utf8.contains(HTTPByte.colon) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Value of the Host field: brackets around IPv6, the port only when it is not the scheme's own.
    package var hostField: String {
        let name = host.utf8.contains(HTTPByte.colon) ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// The URL in normal form; parses to an equal value.
    package var description: String { "\(scheme.rawValue)://\(hostField)\(target)" }

    /// RFC 3986 section 5.2.4; an empty path becomes `/`.
    private static func removingDotSegments(_ path: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.dropFirst().split(separator: HTTPByte.slash, omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isDot = segment.elementsEqual([HTTPByte.dot])
            let isDoubleDot = segment.elementsEqual([HTTPByte.dot, HTTPByte.dot])
            if isDoubleDot { _ = kept.popLast() }
            if !isDot, !isDoubleDot {
                kept.append(segment)
            } else if index == segments.count - 1 {
                kept.append([])
            }
        }
        return [HTTPByte.slash] + kept.joined(separator: [HTTPByte.slash])
    }
}
