package import Posix

/// How to probe, without a target: what `modules` of the configuration describes.
package struct Module: Sendable {
    /// The prober, and what it is told.
    package enum Kind: Sendable {
        case http(HTTPSettings)
        case tcp(DialogueSettings)
        case unix(DialogueSettings)
        case udp(DialogueSettings)
        case tls(TLSSettings)
        case dns(DNSSettings)
        case icmp(ICMPSettings)
        case grpc(GRPCSettings)
        case webSocket(WebSocketSettings)
        case postgres(PostgresSettings)
        case whatsAppChat(ChatSettings)

        /// As configuration spells it.
        package var prober: String {
            switch self {
            case .http: "http"
            case .tcp: "tcp"
            case .unix: "unix"
            case .udp: "udp"
            case .tls: "tls"
            case .dns: "dns"
            case .icmp: "icmp"
            case .grpc: "grpc"
            case .webSocket: "websocket"
            case .postgres: "postgres"
            case .whatsAppChat: "whatsapp_chat"
            }
        }
    }

    package var name: String
    package var kind: Kind
    /// The longest a probe may take; `nil` leaves that to who asks for it.
    package var timeout: Duration?
    package var addressRule = AddressRule()
    package var source = ProbeSource()
    /// The DNS server to ask instead of the system's.
    package var resolver: SocketAddress?

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
