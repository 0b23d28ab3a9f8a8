/// A part of WhatsApp that can fail while the others work.
package enum Component: String, CaseIterable, Sendable {
    /// The chat edge at Meta: what every client needs.
    case chat
    /// The names e1 to e16, which lead to Amazon's network: a path of its own, failing on its own.
    case chatAlternate = "chat_alternate"
    case web
    case registration
    case media
    case links
    case businessAPI = "business_api"
    /// The name servers of whatsapp.net and whatsapp.com.
    case dnsAuthority = "dns_authority"

    /// Whose trouble it is when this part fails.
    package var scopes: [Scope] {
        switch self {
        case .chat, .chatAlternate, .web, .registration, .media, .links: [.consumer]
        case .businessAPI: [.business]
        case .dnsAuthority: [.consumer, .business]
        }
    }
}

/// For whom a verdict is given: one can be well while the other is not (2024-03-05).
package enum Scope: String, CaseIterable, Sendable {
    case consumer, business
}

/// Something that is not WhatsApp and should work whenever this host's network does.
package enum Control: String, CaseIterable, Sendable {
    /// A public address, needing no name resolution.
    case address
    /// A named site of somebody else.
    case site
    /// A public resolver, asked for a name that is not WhatsApp's.
    case resolver
    /// The default gateway.
    case gateway
}

/// What a target stands for in the diagnosis.
package enum Role: Sendable, Hashable {
    case component(Component)
    case control(Control)
}
