package import Posix
import Wire

/// What `/etc/resolv.conf` says (`resolv.conf(5)`).
package struct ResolverConfiguration: Sendable, Equatable {
    /// In the order listed, at most three.
    package var nameservers: [SocketAddress] = []
    package var search: [String] = []
    /// Names with fewer dots are tried with the search suffixes first.
    package var ndots = 1
    /// How long to wait for one server.
    package var timeout: Duration = .seconds(5)
    /// How often to go through the list of servers.
    package var attempts = 2
    /// Whether successive queries begin at successive servers.
    package var rotates = false

    package init() {}

    /// Reads the file's text. Unknown keywords, options and addresses are passed over, as the C library does.
    /// - Parameter port: where the servers listen; the file cannot say.
    package init(parsing text: String, port: UInt16 = 53) {
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let keyword = words.first, !keyword.hasPrefix("#"), !keyword.hasPrefix(";") else { continue }
            switch keyword {
            case "nameserver":
                if let address = words.dropFirst().first.flatMap({ SocketAddress(literal: $0, port: port) }),
                    nameservers.count < 3
                {
                    nameservers.append(address)
                }
            case "domain": search = words.dropFirst().prefix(1).map(String.init)
            case "search": search = words.dropFirst().map(String.init)
            case "options":
                for option in words.dropFirst() { apply(option) }
            default: continue
            }
        }
    }

    private mutating func apply(_ option: Substring) {
        let parts = option.split(separator: ":", maxSplits: 1)
        let value = parts.count == 2 ? Int(parts[1]) : nil
        // The bounds are the C library's own (resolv.h: RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY).
        switch (parts.first, value) {
        case ("ndots", let value?): ndots = min(max(value, 0), 15)
        case ("timeout", let value?): timeout = .seconds(min(max(value, 1), 30))
        case ("attempts", let value?): attempts = min(max(value, 1), 5)
        case ("rotate", nil): rotates = true
        default: return
        }
    }

    /// The names to ask for, in order, when a user says `name`; itself among them.
    ///
    /// A suffix that is no name, or makes too long a one, is passed over.
    func candidates(for text: String, _ name: DNSName) -> [DNSName] {
        if text.hasSuffix(".") { return [name] }
        let suffixed = search.compactMap { DNSName($0) }.filter { $0 != .root }.compactMap { name.appending($0) }
        return name.labels.count > ndots ? [name] + suffixed : suffixed + [name]
    }
}
