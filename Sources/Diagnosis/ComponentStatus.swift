import WhatsApp

/// How a part of WhatsApp stands, seen from here.
package enum ComponentStatus: String, CaseIterable, Sendable {
    case ok
    /// Some of its checks fail, others work.
    case degraded
    /// Some of its checks fail, and none works.
    case down
    case unknown

    init(of checks: some Sequence<Reading>) {
        var hasFailing = false
        var hasWorking = false
        var hasSuspect = false
        for check in checks {
            hasFailing = hasFailing || check.isFailing
            hasWorking = hasWorking || check.isWorking
            hasSuspect = hasSuspect || check.standing == .suspect
        }
        self =
            switch (hasFailing, hasWorking, hasSuspect) {
            case (true, true, _): .degraded
            case (true, false, _): .down
            case (false, true, _), (false, false, true): .ok
            case (false, false, false): .unknown
            }
    }
}

extension Component {
    /// Whether the verdict of its scopes hangs on it.
    ///
    /// Users have no use for the alternate chat edge while the main one works, links serve to advertise, and name servers
    /// are asked directly by no client: these alone are no outage, though their status shows.
    var isDecisive: Bool {
        switch self {
        case .chat, .web, .registration, .media, .businessAPI: true
        case .chatAlternate, .links, .dnsAuthority: false
        }
    }

    /// Its name in a sentence.
    var words: String {
        switch self {
        case .chat: "chat"
        case .chatAlternate: "the alternate chat edge"
        case .web: "web"
        case .registration: "registration"
        case .media: "media"
        case .links: "links"
        case .businessAPI: "the business API"
        case .dnsAuthority: "WhatsApp's name servers"
        }
    }
}
