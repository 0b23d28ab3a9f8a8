import TLS
package import Wire

/// Who may speak for the platform: `X-Hub-Signature-256`, which is `sha256=` and the HMAC of the body's bytes under the app's secret.
package enum WebhookSignature {
    /// The header's name.
    package static let field = "X-Hub-Signature-256"
    private static let scheme = "sha256="

    /// What is to be compared; `nil` for a header that cannot be right, whatever the body.
    package static func code(_ header: String) -> [UInt8]? {
        guard header.hasPrefix(scheme), let code = [UInt8](hexDigits: header.dropFirst(scheme.count)) else { return nil }
        return code.count == SHA256.sizeBytes ? code : nil
    }

    /// Whether one of the secrets made a code of the body. Takes as long for a code that is nearly right as for any other.
    package static func isValid(_ code: [UInt8], of body: [UInt8], under secrets: [Secret]) -> Bool {
        var isValid = false
        for secret in secrets {
            guard let own = try? HMACSHA256.authenticate(body, key: Array(secret.revealed.utf8)) else { continue }
            if ConstantTime.areEqual(own, code) { isValid = true }
        }
        return isValid
    }
}
