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
        let bytes = rest.utf8
        let end = bytes.firstIndex { "/?#".utf8.contains($0) } ?? bytes.endIndex
        var authority = String(rest[..<end])
        guard !authority.utf8.contains(UInt8(ascii: "@")) else {
            throw .malformed("the target holds a user's name or password, write them into the module instead")
        }
        // A zone, which no URL on the wire has, is taken out. RFC 6874 escapes its sign.
        if authority.utf8.contains(UInt8(ascii: "%")) { authority = authority.replacing("%25", with: "%") }
        let host = try TargetText(parsing: authority)
        url = HTTPURL(
            scheme: scheme, host: host.host, port: host.port ?? defaultPort ?? scheme.defaultPort,
            normalizing: Array(bytes[end...]))
        zone = host.zone
    }

    private static func split(
        _ text: String, _ schemes: KeyValuePairs<String, HTTPURL.Scheme>
    ) throws(TargetError) -> (HTTPURL.Scheme, Substring) {
        let bytes = text.utf8
        guard let colon = bytes.firstIndex(where: { ":/?#[".utf8.contains($0) }), bytes[colon...].starts(with: "://".utf8) else {
            return (schemes[0].value, text[...])
        }
        let word = text[..<colon].lowercased()
        guard let scheme = schemes.first(where: { $0.key == word }) else {
            let known = schemes.map { "\($0.key)://" }.joined(separator: ", ")
            throw .malformed("\(text.debugDescription) has a scheme this prober does not speak, write one of \(known)")
        }
        return (scheme.value, text[bytes.index(colon, offsetBy: 3)...])
    }
}
