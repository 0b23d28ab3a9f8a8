import Wire

/// A target written as a URL, or as what follows its scheme.
struct TargetURL {
    var url: HTTPURL
    /// The interface a link-local address lives on.
    var zone: String?

    /// - Parameters:
    ///   - schemes: what may be written, and what it stands for; the first is taken for text without a scheme.
    ///   - defaultPort: `nil` for the scheme's.
    init(
        parsing text: String, schemes: KeyValuePairs<String, HTTPURL.Scheme>, defaultPort: UInt16? = nil
    ) throws(TargetError) {
        let (scheme, rest) = try Self.split(text, schemes)
        let authority = rest.utf8.prefix { !Self.endsAuthority($0) }
        guard !authority.contains(UInt8(ascii: "@")) else {
            throw .malformed("the target holds a user's name or password, write them into the module instead")
        }
        let written = String(Substring(authority))
        // Judged by the one rule for hosts; a zone, which no URL of the wire has, is taken out. RFC 6874 escapes its sign.
        let hasZone = written.utf8.contains(UInt8(ascii: "%"))
        let host = try TargetText(parsing: hasZone ? written.replacing("%25", with: "%") : written)
        url = HTTPURL(
            scheme: scheme, host: host.host, port: host.port ?? defaultPort ?? scheme.defaultPort,
            normalizing: Array(rest.utf8[authority.endIndex...]))
        zone = host.zone
    }

    private static func split(
        _ text: String, _ schemes: KeyValuePairs<String, HTTPURL.Scheme>
    ) throws(TargetError) -> (HTTPURL.Scheme, Substring) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8),
            !text.utf8[..<colon].contains(where: endsAuthority)
        else { return (schemes[0].value, text[...]) }
        let word = text[..<colon].lowercased()
        guard let scheme = schemes.first(where: { $0.key == word }) else {
            let known = schemes.map { "\($0.key)://" }.joined(separator: ", ")
            throw .malformed("\(text.debugDescription) has a scheme this prober does not speak, write one of \(known)")
        }
        return (scheme.value, Substring(text.utf8[colon...].dropFirst(3)))
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }
}
