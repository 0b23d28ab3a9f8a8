import TLS
package import Wire

/// Who may speak for the platform: `X-Hub-Signature-256`, which is `sha256=` and the HMAC of the body's bytes under the app's secret.
package enum WebhookSignature {
    /// The header's name.
    package static let field = "X-Hub-Signature-256"
    private static let scheme = "sha256="

    /// What is to be compared; `nil` for a header that cannot be right, whatever the body.
    package static func code(_ header: String) -> [UInt8]? {
        let bytes = Array(header.utf8)
        guard bytes.count == scheme.utf8.count + 2 * SHA256.sizeBytes, bytes.starts(with: scheme.utf8) else { return nil }
        var code: [UInt8] = []
        for place in stride(from: scheme.utf8.count, to: bytes.count, by: 2) {
            guard let high = digit(bytes[place]), let low = digit(bytes[place + 1]) else { return nil }
            code.append(high << 4 | low)
        }
        return code
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

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
