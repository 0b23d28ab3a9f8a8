/// Names of headers and parameters whose values are secrets more often than not.
enum SecretNames {
    private static let parts = [
        "auth", "cookie", "token", "secret", "password", "passwd", "key", "credential", "signature", "assertion",
    ]

    static func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        return parts.contains { name.contains($0) }
    }
}
