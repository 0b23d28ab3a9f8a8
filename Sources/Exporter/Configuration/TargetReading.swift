import Probing
import ProcFS
import WhatsApp
import Wire
import YAML

/// A target of the user's with what to complain about when it is probed too often.
struct OwnTarget {
    var endpoint: Endpoint
    var rhythm: ValueReader
}

/// Makes targets of the items of `targets`.
struct TargetReading {
    /// The shortest interval and timeout.
    static let shortest = Duration.milliseconds(100)
    static let longestInterval = Duration.seconds(86_400)

    let probing: ProbingSection
    let rootKey: ChatRootKey
    let procfs: ProcFS

    func target(_ item: MappingReader, among names: inout UniqueNames) -> OwnTarget? {
        let nameReader = item.required("name")
        let name = nameReader.flatMap { self.name($0, among: &names) }
        let role = self.role(item)
        let intervalReader = item.optional("interval")
        let interval = intervalReader?.duration(in: Self.shortest...Self.longestInterval) ?? .seconds(60)
        let timeout = self.timeout(item, within: interval)
        let families = item.optional("family")?.word(of: FamilyChoice.self) ?? .any
        let resolver = item.optional("resolver")?.socketAddress(defaultPort: 53)
        let isPublic = item.optional("public")?.bool() ?? false
        let kind = item.required("prober")?.word(of: ProberKind.self)
        // Asked for here, so that they are no unknown keys when the prober is.
        let address = (host: item.optional("host"), port: item.optional("port"))
        let blocks = ["http", "dns", "tls"].compactMap { key in item.optional(key).map { (key, $0) } }
        guard let kind else { return nil }

        let prober = ProberReading(kind: kind, rootKey: rootKey, procfs: procfs).prober(item, blocks)
        let host = self.host(item, address.host, for: kind)
        let port = self.port(item, address.port, for: kind, host: host)
        guard let name, let nameReader, let role, let prober, let host, let port else { return nil }
        let target = Target(
            name: name, host: host, port: port, prober: prober, families: families, interval: interval, timeout: timeout,
            resolver: resolver, isPublic: isPublic)
        return OwnTarget(endpoint: Endpoint(role, target), rhythm: intervalReader ?? nameReader)
    }

    /// A name is a label's value and part of addresses: nothing in it ever needs an escape.
    private func name(_ value: ValueReader, among names: inout UniqueNames) -> String? {
        let form = "write up to 64 lower-case letters, digits and _"
        let isWellFormed = value.string(form) { text -> Bool? in
            let isName = text.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
            return isName && (1...64).contains(text.utf8.count) ? true : nil
        }
        return isWellFormed == nil ? nil : value.uniqueName(among: &names)
    }

    private func role(_ item: MappingReader) -> Role? {
        switch (item.optional("component"), item.optional("control")) {
        case (let component?, nil): return component.word(of: Component.self).map { .component($0) }
        case (nil, let control?): return control.word(of: Control.self).map { .control($0) }
        case (nil, nil):
            item.reject("neither component nor control is given", "add one, as component: web or control: site")
            return nil
        case (_?, let control?):
            control.reject("component and control are both given", "keep one of the two")
            return nil
        }
    }

    private func timeout(_ item: MappingReader, within interval: Duration) -> Duration {
        guard let value = item.optional("timeout"), let timeout = value.duration(in: Self.shortest...Self.longestInterval)
        else { return min(probing.timeout, interval) }
        if timeout > interval {
            value.reject(
                "timeout \(DurationText.format(timeout)) is longer than the interval",
                "write at most \(DurationText.format(interval))")
        }
        return timeout
    }

    private func host(_ item: MappingReader, _ value: ValueReader?, for kind: ProberKind) -> String? {
        switch kind {
        case .gateway:
            value?.reject("host does not go with the prober gateway", "remove it: the route's own gateway is asked")
            return ""
        case .dns: return value.map { $0.host() } ?? ""
        case .tcp, .tls, .http, .https, .whatsAppChat: return item.required("host")?.host()
        }
    }

    private func port(_ item: MappingReader, _ value: ValueReader?, for kind: ProberKind, host: String?) -> UInt16? {
        guard let value else { return kind.defaultPort ?? item.required("port")?.port() }
        guard host != "" else {
            value.reject("port does not go without a host", kind == .dns ? "name the DNS server as host" : "remove it")
            return nil
        }
        return value.port()
    }
}
