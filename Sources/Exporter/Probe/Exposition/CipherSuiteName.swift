/// Names of cipher suites.
enum CipherSuiteName {
    /// The name in IANA's registry of what OpenSSL calls `ECDHE-RSA-AES128-GCM-SHA256`; names of TLS 1.3 are the same in both, and
    /// one of a form not known here is left as it is.
    static func registered(_ name: String) -> String {
        guard !name.hasPrefix("TLS_"), !name.isEmpty else { return name }
        var parts = name.split(separator: "-").map(String.init)
        var exchange = "RSA"
        if let first = parts.first, ["ECDHE", "DHE", "ECDH", "DH", "PSK", "SRP", "RSA"].contains(first) {
            guard parts.count > 2, ["RSA", "ECDSA", "DSS"].contains(parts[1]) else { return name }
            exchange = "\(first)_\(parts[1] == "anon" ? "anon" : parts[1])"
            parts.removeFirst(2)
        }
        // What is left: cipher, perhaps its mode, the hash; a last word such as CCM8 is its own.
        guard let cipher = parts.first else { return name }
        let mode = parts.dropFirst().dropLast().joined(separator: "_")
        let hash = parts.count > 1 ? parts[parts.count - 1] : ""
        for (family, size) in [("AES", "128"), ("AES", "256"), ("CAMELLIA", "128"), ("CAMELLIA", "256")] {
            guard cipher == family + size else { continue }
            return hash.hasPrefix("SHA") ? "TLS_\(exchange)_WITH_\(family)_\(size)_\(mode.isEmpty ? "CBC" : mode)_\(hash)" : name
        }
        if parts == ["CHACHA20", "POLY1305"] { return "TLS_\(exchange)_WITH_CHACHA20_POLY1305_SHA256" }
        if parts == ["DES", "CBC3", "SHA"] { return "TLS_\(exchange)_WITH_3DES_EDE_CBC_SHA" }
        return name
    }
}
