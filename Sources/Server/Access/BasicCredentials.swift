import FoundationEssentials

/// The name and password of an Authorization field of the scheme Basic (RFC 7617).
struct BasicCredentials {
    let user: String
    let password: [UInt8]

    /// - Returns: `nil` for another scheme, for what is not base64, and where no colon ends the name.
    init?(_ field: String) {
        let scheme = "basic "
        guard field.utf8.count < 4096, field.prefix(scheme.count).lowercased() == scheme,
            let decoded = Data(base64Encoded: String(field.dropFirst(scheme.count))),
            let colon = decoded.firstIndex(of: UInt8(ascii: ":")),
            let user = String(validating: decoded[..<colon], as: UTF8.self)
        else { return nil }
        self.user = user
        password = Array(decoded[colon...].dropFirst())
    }
}
