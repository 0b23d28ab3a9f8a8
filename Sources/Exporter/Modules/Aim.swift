import Probing
import WhatsApp
import Wire

/// A prober, and the host and port it goes to.
struct Aim {
    /// "" for what is none of the network's.
    var host = ""
    var port: UInt16 = 0
    /// The interface a link-local address lives on.
    var zone: String?
    var prober: any Prober

    /// - Parameter hostname: the name to ask for instead of the target's host; `nil` for none.
    init(_ kind: Module.Kind, at text: String, hostname: String?, rootKey: ChatRootKey) throws(TargetError) {
        switch kind {
        case .http(let settings):
            let parsed = try TargetURL(parsing: text, schemes: ["http": .http, "https": .https])
            self.init(parsed, HTTPProber(url: parsed.url, settings: try settings.asking(for: hostname)))
        case .tcp(let settings):
            let prober = DialogueProber(transport: .tcp, settings: settings.asking(for: hostname))
            try self.init(TargetText(parsing: text), defaultPort: nil, prober)
        case .udp(let settings):
            try self.init(TargetText(parsing: text), defaultPort: nil, DialogueProber(transport: .udp, settings: settings))
        case .unix(let settings):
            let path = try Self.path(text)
            self.init(DialogueProber(transport: .unix(path: path), settings: settings.asking(for: hostname)))
        case .tls(let settings):
            try self.init(TargetText(parsing: text), defaultPort: 443, TLSProber(settings: settings.asking(for: hostname)))
        case .grpc(var settings):
            settings.tls = settings.tls.asking(for: hostname)
            let parsed = try TargetURL(parsing: text, schemes: ["http": .http, "https": .https], defaultPort: 443)
            self.init(parsed, GRPCProber(settings: settings))
        case .webSocket(var settings):
            let parsed = try TargetURL(parsing: text, schemes: Self.webSocketSchemes)
            settings.http = try settings.http.asking(for: hostname)
            self.init(parsed, WebSocketProber(url: parsed.url, settings: settings))
        case .whatsAppChat(let settings) where settings.overWebSocket:
            let parsed = try TargetURL(parsing: text, schemes: Self.webSocketSchemes)
            let http = try settings.http.asking(for: hostname)
            self.init(parsed, ChatProber(rootKey: rootKey, webSocket: parsed.url, http: http))
        case .whatsAppChat:
            try self.init(TargetText(parsing: text), defaultPort: 443, ChatProber(rootKey: rootKey))
        case .dns(var settings):
            settings.tls = settings.tls.asking(for: hostname)
            let defaultPort: UInt16 = settings.usesTLS ? 853 : 53
            try self.init(TargetText(parsing: text), defaultPort: defaultPort, DNSQueryProber(settings: settings))
        case .icmp(let settings):
            let parsed = try TargetText(parsing: text)
            guard parsed.port == nil else { throw .malformed("echoes know no ports, leave out that of \(text.debugDescription)") }
            try self.init(parsed, defaultPort: 0, EchoProber(settings: settings))
        case .postgres(var settings):
            settings.tls = settings.tls.asking(for: hostname)
            try self.init(TargetText(parsing: text), defaultPort: 5432, PostgresProber(settings: settings))
        }
    }

    private static let webSocketSchemes: KeyValuePairs<String, HTTPURL.Scheme> = [
        "ws": .http, "wss": .https, "http": .http, "https": .https,
    ]

    private init(_ prober: any Prober) {
        self.prober = prober
    }

    private init(_ parsed: TargetURL, _ prober: any Prober) {
        host = parsed.url.host
        port = parsed.url.port
        zone = parsed.zone
        self.prober = prober
    }

    /// - Parameter defaultPort: `nil` for probers that have none.
    private init(_ parsed: TargetText, defaultPort: UInt16?, _ prober: any Prober) throws(TargetError) {
        guard let port = parsed.port ?? defaultPort else {
            let host = parsed.host.contains(":") ? "[\(parsed.host)]" : parsed.host
            throw .malformed("the target has no port, write for example \(host):443")
        }
        host = parsed.host
        self.port = port
        zone = parsed.zone
        self.prober = prober
    }

    /// A socket's path, or its abstract name after `@` (unix(7)).
    private static func path(_ text: String) throws(TargetError) -> String {
        guard text.utf8.count < 108 else {
            throw .malformed("\(text.debugDescription) is longer than the 107 bytes a socket's path can have")
        }
        return text
    }
}
