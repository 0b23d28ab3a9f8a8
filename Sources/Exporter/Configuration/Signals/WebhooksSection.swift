import Posix
import Wire
import YAML

/// `webhooks`: whose webhooks are believed, and how long a delivery is waited for.
struct WebhooksSection: Sendable, Equatable {
    /// The app's, and the one before it while both are in use.
    var appSecrets: [Secret]
    /// What the platform shows when it asks whether its webhooks are wanted here.
    var verifyToken: Secret
    /// A message that takes longer counts as not delivered, until it is.
    var undeliveredAfter = Duration.seconds(60)

    init?(_ section: MappingReader) {
        let secret = section.requiredSecret("app_secret")
        let previous = section.secret("previous_app_secret")
        let token = section.requiredSecret("verify_token")
        let range: ClosedRange<Duration> = .seconds(10)...(.seconds(3600))
        undeliveredAfter = section.optional("undelivered_after")?.duration(in: range) ?? undeliveredAfter
        guard let secret, let token else { return nil }
        appSecrets = [secret] + (previous.map { [$0] } ?? [])
        verifyToken = token
    }
}
