/// The probers a target may name.
enum ProberKind: String, CaseIterable {
    case dns, tcp, tls, http, https
    case whatsAppChat = "whatsapp_chat"
    case gateway

    /// The mapping of settings that goes with the prober.
    var block: String? {
        switch self {
        case .dns: "dns"
        case .tls: "tls"
        case .http, .https: "http"
        case .tcp, .whatsAppChat, .gateway: nil
        }
    }

    /// The port of a target that names none, `nil` where one has to be named.
    var defaultPort: UInt16? {
        switch self {
        case .dns: 53
        case .http: 80
        case .tls, .https, .whatsAppChat: 443
        case .tcp: nil
        case .gateway: 0
        }
    }
}
