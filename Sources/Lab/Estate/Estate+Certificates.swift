/// A certificate of the estate.
package struct EstateCertificate: Sendable, Equatable {
    /// Whose it is: hosts of one owner share it.
    package let owner: String
    /// From when to when it is valid, in seconds around a scenario's start.
    package let validity: ClosedRange<Double>
}

extension Estate {
    /// Whose certificate is shown in the place of others.
    static let stranger = "stranger.example"

    /// The certificate of a host's web server.
    ///
    /// All of WhatsApp's hosts share one, those of Meta another; each site has its own.
    package static func certificate(of host: String) -> EstateCertificate {
        switch host {
        case "graph.facebook.com": EstateCertificate(owner: "facebook.com", validity: days(-40, 50))
        case "example.com", "www.debian.org": EstateCertificate(owner: host, validity: days(-30, 60))
        case "www.wikipedia.org": EstateCertificate(owner: host, validity: days(-25, 65))
        case stranger, StatusPage.host: EstateCertificate(owner: host, validity: days(-30, 60))
        default: EstateCertificate(owner: "whatsapp.net", validity: days(-60, 30))
        }
    }

    /// The leaf of the chat servers' chain.
    package static let chatCertificateValidity = days(-50, 120)

    private static func days(_ before: Double, _ after: Double) -> ClosedRange<Double> { before * 86_400...after * 86_400 }
}
