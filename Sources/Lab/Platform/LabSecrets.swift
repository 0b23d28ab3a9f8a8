package import TLS
package import Wire

/// What a business and its platform know of each other, and nobody else.
package struct LabSecrets: Sendable {
    /// Shown to the Graph API.
    package let accessToken: Secret
    /// What webhooks are signed with.
    package let appSecret: Secret
    /// Shown when webhooks are subscribed to.
    package let verifyToken: Secret
    /// Shown with reports.
    package let reportToken: Secret

    /// Fresh ones.
    package init() throws(CryptoError) {
        accessToken = try Self.fresh()
        appSecret = try Self.fresh()
        verifyToken = try Self.fresh()
        reportToken = try Self.fresh()
    }

    static let accessTokenFile = "access.token"
    static let appSecretFile = "app.secret"
    static let verifyTokenFile = "verify.token"
    static let reportTokenFile = "reports.token"

    /// Each with the name of the file where the exporter finds it.
    var files: [(name: String, secret: Secret)] {
        [
            (Self.accessTokenFile, accessToken), (Self.appSecretFile, appSecret), (Self.verifyTokenFile, verifyToken),
            (Self.reportTokenFile, reportToken),
        ]
    }

    private static func fresh() throws(CryptoError) -> Secret { Secret(try SecureRandom.bytes(16).hexadecimal) }
}

extension [UInt8] {
    /// Two digits a byte.
    var hexadecimal: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
