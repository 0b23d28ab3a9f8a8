import Posix
import Probing
import TLS
import WhatsApp
import Wire
import YAML

/// The files that lead an exporter to the estate.
struct Handover {
    let placement: Placement
    /// Where they go; it exists.
    let directory: String
    let rootKey: ChatRootKey
    /// PEM of the authority to trust.
    let trustedRoot: String
    let secrets: LabSecrets
    /// How often to probe, when not as often as the catalogue says.
    let interval: Duration?

    private var configuration: String { "\(directory)/exporter.yml" }
    private var procfs: String { "\(directory)/proc" }

    /// Writes the files.
    /// - Returns: the flags to start the exporter with.
    func write() throws(LabError) -> [String] {
        try put("ca.pem", trustedRoot)
        try put("hosts", "")
        for (name, secret) in secrets.files { try put(name, secret.revealed + "\n") }
        // On loopback too, so that nobody elsewhere is ever asked.
        let resolver = placement.listening(Estate.systemResolver.address, port: 53)
        try put("resolv.conf", "nameserver \(resolver.ip)\noptions timeout:2 attempts:2\n")
        switch placement {
        case .real:
            try put("exporter.yml", shared + people)
            return ["--config.file=\(configuration)"]
        case .loopback:
            try put("exporter.yml", shared + ownResolvers + ownTargets + people)
            try putRoutes()
            return ["--config.file=\(configuration)", "--path.procfs=\(procfs)"]
        }
    }

    private func put(_ name: String, _ text: String) throws(LabError) {
        let path = "\(directory)/\(name)"
        do { try writeFile(Array(text.utf8), at: path) } catch { throw .cannotWrite(path: path, error) }
    }

    private var shared: String {
        let key = rootKey.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return """
            tls:
              trusted_ca_file: \(quoted("\(directory)/ca.pem"))
            chat:
              root_key: "\(key)"
            probing:
              hosts_file: \(quoted("\(directory)/hosts"))
              resolv_conf: \(quoted("\(directory)/resolv.conf"))

            """
    }

    // MARK: On loopback

    private var ownResolvers: String {
        let others = Catalogue.publicResolvers.map { "\"\(placement.listening($0.ip, port: $0.port))\"" }
        return """
              resolver: "\(placement.listening(Estate.systemResolver.address, port: 53))"
              second_opinion_resolvers: [\(others.joined(separator: ", "))]
            \(interval == nil ? "" : "  min_gap: 0s\n")catalogue:
              enabled: false
            edges:
              resolvers: [\(others.joined(separator: ", "))]
            \(rhythm)
            """
    }

    /// Edges are followed as often as targets are probed, but no more often than each second; incidents are closed and small
    /// ones opened after as many probes as in earnest.
    private var rhythm: String {
        guard let interval else { return "" }
        let edges = DurationText.format(max(interval, .seconds(1)))
        return """
              interval: \(edges)
              resolver_interval: \(edges)
              pinned_interval: \(edges)
            incidents:
              resolve_after: \(DurationText.format(interval * 2))
              minor_after: \(DurationText.format(interval * 5))

            """
    }

    /// In the same proportion to the interval as in earnest, but no less than a busy machine needs.
    private func timeout(of target: Target) -> Duration {
        guard let interval else { return target.timeout }
        return min(target.timeout, interval, max(interval / 6, .milliseconds(500)))
    }

    /// The catalogue's endpoints under their names, at the ports and addresses of loopback.
    private var ownTargets: String {
        "targets:\n" + Estate.endpoints.map(target).joined()
    }

    private func target(_ endpoint: Endpoint) -> String {
        let target = endpoint.target
        var lines = ["name: \(target.name)", role(endpoint.role), "prober: \(target.prober.name)"]
        // Without one it is the route's gateway, or the system's resolver.
        if !target.host.isEmpty {
            let address = IPAddress(target.host).map { placement.listening($0, port: target.port) }
            lines.append("host: \"\(address?.ip.description ?? target.host)\"")
            lines.append("port: \(placement.port(target.port))")
        }
        lines.append("interval: \(DurationText.format(interval ?? target.interval))")
        lines.append("timeout: \(DurationText.format(timeout(of: target)))")
        lines.append("family: \(target.families.rawValue)")
        if let prober = target.prober as? HTTPProber { lines += http(prober) }
        if let prober = target.prober as? DNSProber {
            lines += [
                "dns:", "  query_name: \(prober.queryName)", "  query_type: \(prober.queryType)",
                "  recursion_desired: \(prober.recursionDesired)",
            ]
        }
        return "  - " + lines.joined(separator: "\n    ") + "\n"
    }

    private func role(_ role: Role) -> String {
        switch role {
        case .component(let component): "component: \(component.rawValue)"
        case .control(let control): "control: \(control.rawValue)"
        }
    }

    /// Of several shapes of a healthy answer the statuses of all, and the texts that all have.
    private func http(_ prober: HTTPProber) -> [String] {
        let answers = prober.expectation.answers
        let codes = answers.map { "\"\($0.statuses.lowerBound)-\($0.statuses.upperBound)\"" }
        let texts = (answers.first?.bodyContains ?? []).filter { text in answers.allSatisfy { $0.bodyContains.contains(text) } }
        return [
            "http:", "  path: \(quoted(prober.requestTarget))", "  valid_status_codes: [\(codes.joined(separator: ", "))]",
            "  body_contains: [\(texts.map(quoted).joined(separator: ", "))]",
            "  own_domains: [\(prober.expectation.ownDomains.joined(separator: ", "))]",
        ]
    }

    // MARK: What people and the platform say

    /// Reports, webhooks, and what the platform is asked for.
    private var people: String {
        func file(_ key: String, _ name: String) -> String { "  \(key): \(quoted("\(directory)/\(name)"))\n" }
        let port = placement.port(443)
        let authority = { (host: String) in port == 443 ? "https://\(host)" : "https://\(host):\(port)" }
        // No more calls of the two nodes than an account with a number is allowed.
        let rhythm = interval.map { "  interval: \(DurationText.format(max($0, .seconds(2))))\n" } ?? ""
        return "reports:\n" + file("token_file", LabSecrets.reportTokenFile)
            + "  regions: [\(ReportTraffic.regions.joined(separator: ", "))]\n  users: 20000\n"
            + (interval.map { "  surge: {for: \(DurationText.format($0 * 2))}\n" } ?? "")
            + "webhooks:\n" + file("app_secret_file", LabSecrets.appSecretFile)
            + file("verify_token_file", LabSecrets.verifyTokenFile)
            + (interval.map { "  undelivered_after: \(DurationText.format(min(max($0, .seconds(10)), .seconds(60))))\n" } ?? "")
            + "business:\n" + file("token_file", LabSecrets.accessTokenFile)
            + "  url: \(authority("graph.facebook.com"))\n" + rhythm + """
                  calls_per_hour: \(CallAllowance.callsPerHour)
                  nodes:
                    - {id: "\(BusinessAccount.phoneNumberID)", kind: phone_number}
                    - {id: "\(BusinessAccount.accountID)", kind: waba}

                """
            + "status_feed:\n  url: \(authority(StatusPage.host))\n" + rhythm
            + "  organisations: [\(StatusPage.organisation)]\n"
    }

    /// A procfs like this machine's, but that the default route leads to the estate's gateway: nothing is to leave the machine.
    private func putRoutes() throws(LabError) {
        do {
            try makeDirectory("\(procfs)/net")
            for name in ["stat", "meminfo", "loadavg", "pressure", "sys"] {
                try makeSymbolicLink(at: "\(procfs)/\(name)", to: "/proc/\(name)")
            }
            for name in ["dev", "netstat", "snmp", "snmp6", "sockstat", "sockstat6"] {
                try makeSymbolicLink(at: "\(procfs)/net/\(name)", to: "/proc/self/net/\(name)")
            }
        } catch {
            throw .cannotWrite(path: procfs, error)
        }
        // The kernel prints an address as a number of this machine's byte order.
        let gateway = Estate.loopback(Estate.gateway).bytes.reversed().map { byte in
            String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
        }
        try put(
            "proc/net/route",
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
                + "lo\t00000000\t\(gateway.joined())\t0003\t0\t0\t0\t00000000\t0\t0\t0\n")
        try put("proc/net/ipv6_route", "")
        try put("proc/net/arp", "IP address       HW type     Flags       HW address            Mask     Device\n")
    }

    /// A text as a YAML scalar.
    private func quoted(_ text: String) -> String {
        "\"" + text.flatMap { ["\"", "\\"].contains($0) ? ["\\", $0] : [$0] } + "\""
    }
}
