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
        let written = text.debugDescription
        let (scheme, rest) = try Self.split(text, schemes)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else {
            throw .malformed("the target holds a user's name or password, write them into the module instead")
        }
        // Judged by the one rule for hosts; a zone, which no URL of the wire has, is taken out. RFC 6874 escapes its sign.
        let host = try TargetText(parsing: String(authority).replacing("%25", with: "%"))
        let name = host.host.contains(":") ? "[\(host.host)]" : host.host
        do throws(HTTPURL.ParseError) {
            url = try HTTPURL(
                parsing:
                    "\(scheme.rawValue)://\(name):\(host.port ?? defaultPort ?? scheme.defaultPort)\(rest[authority.endIndex...])"
            )
        } catch {
            throw .malformed("\(written) is no URL, write for example \(schemes[0].key)://example.com/")
        }
        zone = host.zone
    }

    private static func split(
        _ text: String, _ schemes: KeyValuePairs<String, HTTPURL.Scheme>
    ) throws(TargetError) -> (HTTPURL.Scheme, Substring) {
        guard let sign = text.firstRange(of: "://"), !text[..<sign.lowerBound].contains(where: { "/?#".contains($0) }) else {
            return (schemes[0].value, text[...])
        }
        let word = text[..<sign.lowerBound].lowercased()
        guard let scheme = schemes.first(where: { $0.key == word }) else {
            let known = schemes.map { "\($0.key)://" }.joined(separator: ", ")
            throw .malformed("\(text.debugDescription) has a scheme this prober does not speak, write one of \(known)")
        }
        return (scheme.value, text[sign.upperBound...])
    }
}
