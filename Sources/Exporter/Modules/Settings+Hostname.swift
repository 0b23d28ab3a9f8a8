import Probing
import Wire

extension TLSSettings {
    /// The settings that ask for a host's name where they name none themselves.
    func asking(for hostname: String?) -> TLSSettings {
        var settings = self
        settings.serverName = serverName ?? hostname
        return settings
    }
}

extension DialogueSettings {
    /// The settings that ask for a host's name in TLS where they name none themselves.
    func asking(for hostname: String?) -> DialogueSettings {
        var settings = self
        settings.tls = tls.asking(for: hostname)
        return settings
    }
}

extension HTTPSettings {
    /// The settings with a host's name in the header `Host`, which TLS goes by too.
    /// - Throws: `.hostname` when they have a `Host` already that says something else.
    func asking(for hostname: String?) throws(TargetError) -> HTTPSettings {
        guard let hostname else { return self }
        if let own = fields.first("host"), own != hostname {
            throw .hostname(
                "the parameter hostname is \(hostname.debugDescription), the module's header Host \(own.debugDescription)")
        }
        var settings = self
        settings.fields = ["Host": hostname]
        for line in fields.lines where line.name.lowercased() != "host" { settings.fields.append(line.name, line.value) }
        return settings
    }
}
