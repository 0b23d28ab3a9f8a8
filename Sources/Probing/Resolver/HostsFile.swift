package import Wire

/// The names `/etc/hosts` gives addresses to (`hosts(5)`).
package struct HostsFile: Sendable, Equatable {
    private var addresses: [String: [IPAddress]] = [:]

    package init() {}

    /// Reads the file's text; lines that do not begin with an address are passed over.
    package init(parsing text: String) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix(while: { $0 != "#" }).split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let address = words.first.flatMap({ IPAddress($0) }) else { continue }
            for name in words.dropFirst() { addresses[name.lowercased(), default: []].append(address) }
        }
    }

    /// The addresses of a name in one family; `nil` when the file does not know the name at all.
    package func addresses(of name: String, family: AddressFamily) -> [IPAddress]? {
        addresses[name.lowercased()]?.filter { $0.family == family }
    }
}
