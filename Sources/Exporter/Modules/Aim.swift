import Probing
import WhatsApp
import Wire

/// A prober, and the host and port it goes to.
struct Aim {
    var host = ""
    var port: UInt16 = 0
    /// The interface a link-local address lives on.
    var zone: String?
    var prober: any Prober

    init(_ kind: Module.Kind, at text: String, hostname: String?, rootKey: ChatRootKey) throws(TargetError) {
        switch kind {
        case .http(let settings):
            let parsed = try TargetURL(parsing: text, schemes: ["http": .http, "https": .https])
            _ = try settings.fields.replacingHost(by: hostname)
            // Replaced as soon as the prober takes all settings.
            self.init(
                parsed,
                HTTPProber(scheme: parsed.url.scheme, requestTarget: parsed.url.target, method: settings.method))
        case .tcp(let settings):
            guard settings.steps.isEmpty, !settings.usesTLS else { throw .malformed("dialogues are not built yet") }
            try self.init(TargetText(parsing: text), defaultPort: nil, TCPProber())
        case .tls(var settings):
            settings.name(hostname)
            try self.init(TargetText(parsing: text), defaultPort: 443, TLSProber(serverName: settings.serverName))
        case .unix, .udp, .dns, .icmp, .grpc, .webSocket, .postgres, .whatsAppChat:
            throw .malformed("the prober \(kind.prober) is not built yet")
        }
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
}

extension TLSSettings {
    /// Asks for a name where the module names none.
    fileprivate mutating func name(_ hostname: String?) {
        serverName = serverName ?? hostname
    }
}

extension HTTPFields {
    /// The fields with another `Host`.
    /// - Throws: `.hostname` when they have one already that says something else.
    fileprivate func replacingHost(by hostname: String?) throws(TargetError) -> HTTPFields {
        guard let hostname else { return self }
        if let own = first("host"), own != hostname {
            throw .hostname(
                "the parameter hostname is \(hostname.debugDescription), the module's Host \(own.debugDescription)")
        }
        var fields: HTTPFields = ["Host": hostname]
        for line in lines where line.name.lowercased() != "host" { fields.append(line.name, line.value) }
        return fields
    }
}
