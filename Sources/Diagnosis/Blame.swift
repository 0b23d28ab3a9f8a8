/// Whose trouble a verdict tells of.
package enum Blame: String, Sendable {
    case none, whatsapp, local, unknown
}

extension Verdict {
    /// Whose trouble it is: an intercepted or blocked path is this side's, for WhatsApp itself works, and so is one's own account.
    package var blame: Blame {
        switch self {
        case .ok: .none
        case .localNetwork, .localDNS, .localClock, .localHost, .blockedOrIntercepted, .businessAccount: .local
        case .metaWide, .edgePartial, .whatsAppOutage, .whatsAppSuspected, .businessPlatform: .whatsapp
        case .unknown: .unknown
        }
    }
}
