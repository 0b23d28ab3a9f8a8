/// What clients are led to an edge for; each has addresses of its own.
package enum EdgeRole: String, CaseIterable, Sendable {
    case chat, web
    /// The names e1 to e16: anycast addresses in Amazon's network, the same from everywhere. They have no edge to call home.
    case chatAlternate = "chat_alternate"

    /// Whether its addresses each belong to one place, so that another address may mean another place.
    package var hasPlaces: Bool { self != .chatAlternate }

    /// The component of WhatsApp whose endpoints lead there.
    package var component: Component {
        switch self {
        case .chat: .chat
        case .web: .web
        case .chatAlternate: .chatAlternate
        }
    }
}
