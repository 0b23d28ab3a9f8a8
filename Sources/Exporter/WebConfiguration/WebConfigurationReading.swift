import Passwords
import Server
import Wire
import YAML

/// Makes a server's terms of a document.
struct WebConfigurationReading {
    let readFile: (String) throws -> [UInt8]
    /// Told of each file just before it is read.
    let willRead: (String) -> Void

    func terms(_ top: MappingReader) -> AccessTerms? {
        var terms = AccessTerms()
        let tls = section("tls_server_config", of: top) { TLSServerBlock(block: $0, willRead: willRead).context() }
        terms.tls = tls ?? nil
        section("http_server_config", of: top) { http in
            // Only after a handshake does it mean anything, and what we speak is HTTP/1.1: clients are told so there.
            _ = http.flag("http2", default: true)
            for (name, text) in http["headers"]?.entries(field) ?? [] where name != Self.alwaysSent {
                terms.fields.append(name, text)
            }
        }
        let users = top.optional("basic_auth_users")?.verbatim.entries(user)
        terms.users = Dictionary(users ?? []) { first, _ in first }
        section("rate_limit", of: top) { terms.rateLimit = rateLimit($0) }
        return terms
    }

    @discardableResult
    private func section<Value>(_ key: String, of top: MappingReader, _ body: (BlockReader) -> Value) -> Value? {
        // Hashes, passwords and headers are full of `$`.
        top.optional(key)?.verbatim.mapping { body(BlockReader(mapping: $0, readFile: readFile)) }
    }

    private func user(_ name: ValueReader, _ value: ValueReader) -> (String, PasswordHash)? {
        guard let user = name.string(), let text = value.secret()?.revealed else { return nil }
        guard let hash = PasswordHash(text) else {
            value.reject(
                "the password of \(user.debugDescription) is no bcrypt hash",
                "write what htpasswd -nBC 10 \"\" prints after the colon")
            return nil
        }
        return (user, hash)
    }

    /// The fields that may be set, and the values of those that have a closed set of them.
    private static let fields: [(name: String, values: [String])] = [
        ("Strict-Transport-Security", []), ("X-Content-Type-Options", ["nosniff"]),
        ("X-Frame-Options", ["deny", "sameorigin"]), ("X-XSS-Protection", []), ("Content-Security-Policy", []),
    ]

    /// By the server itself, and with the one value that may be set.
    private static let alwaysSent = "X-Content-Type-Options"

    private func field(_ name: ValueReader, _ value: ValueReader) -> (String, String)? {
        guard let fieldName = name.string(), let text = value.string() else { return nil }
        let names = Self.fields.map(\.name)
        guard let field = Self.fields.first(where: { $0.name == fieldName }) else {
            let guess = nearest(to: fieldName, among: names).map { "did you mean \($0)?" }
            name.reject(
                "the header \(fieldName.debugDescription) cannot be set",
                guess ?? "those that can are " + names.joined(separator: ", "))
            return nil
        }
        guard field.values.isEmpty || field.values.contains(text) else {
            value.reject(
                "\(fieldName) is \(text.debugDescription)", "write " + field.values.joined(separator: " or "))
            return nil
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            value.reject("\(fieldName) has more than one line", "write it on one")
            return nil
        }
        return (fieldName, text)
    }

    private func rateLimit(_ block: BlockReader) -> RateLimit? {
        let burst = block["burst"]
        let count = burst?.integer(in: 0...1_000_000)
        guard let reader = block["interval"] else { return nil }
        guard let interval = reader.timeout() else { return nil }
        guard burst == nil || count != nil else { return nil }
        guard let count, count > 0 else {
            (burst ?? reader).reject("with a burst of 0 no request would ever be answered", "write a burst of 1 or more")
            return nil
        }
        return RateLimit(interval: interval, burst: count)
    }
}
