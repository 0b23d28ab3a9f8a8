/// Path and query of a request, decoded for a router.
package struct HTTPRequestTarget: Hashable, Sendable {
    /// One `name=value` of a query.
    package struct QueryItem: Hashable, Sendable {
        /// Escapes decoded, as in `value`.
        package let name: String
        /// Empty when `=` is absent.
        package let value: String
    }

    /// Escapes decoded, dot segments left; `*` for the whole server.
    package let path: String
    /// In order, escapes decoded and `+` read as a space; empty pieces between two `&` are left out.
    package let query: [QueryItem]

    /// Splits the target of a request line: origin form, absolute form (its host is not looked at) or `*` (RFC 9112 section 3.2).
    /// - Throws: `.badTarget` for another form or an undecodable escape, `.tooManyQueryItems`.
    package init(parsing target: String, maxQueryItems: Int = 100) throws(HTTPParseError) {
        var bytes = target.utf8[...]
        for prefix in ["http://", "https://"] where bytes.first != HTTPByte.slash {
            guard HTTPByte.areEqualIgnoringCase(Substring(target.utf8.prefix(prefix.utf8.count)), prefix) else { continue }
            bytes = bytes.dropFirst(prefix.utf8.count).drop { $0 != HTTPByte.slash && $0 != HTTPByte.question }
            if bytes.first != HTTPByte.slash { bytes = Substring("/\(Substring(bytes))").utf8 }
        }
        guard bytes.first == HTTPByte.slash || target == "*" else { throw .badTarget }
        let rawPath = bytes.prefix { $0 != HTTPByte.question }
        guard let path = PercentEncoding.decode(rawPath) else { throw .badTarget }
        self.path = path
        query = try Self.items(of: bytes[rawPath.endIndex...].dropFirst(), maxCount: maxQueryItems)
    }

    /// Value of the first item of this name, case regarded.
    package func first(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// Values of all items of this name, case regarded.
    package func all(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    private static func items(of query: Substring.UTF8View, maxCount: Int) throws(HTTPParseError) -> [QueryItem] {
        var items: [QueryItem] = []
        for piece in query.split(separator: HTTPByte.ampersand) {
            guard items.count < maxCount else { throw .tooManyQueryItems }
            let name = piece.prefix { $0 != HTTPByte.equals }
            guard let decodedName = PercentEncoding.decode(name, plusIsSpace: true),
                let value = PercentEncoding.decode(piece[name.endIndex...].dropFirst(), plusIsSpace: true)
            else { throw .badTarget }
            items.append(QueryItem(name: decodedName, value: value))
        }
        return items
    }
}
