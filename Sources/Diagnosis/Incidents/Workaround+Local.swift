import Probing

extension Workaround {
    static func localNetwork(_ extent: Extent, _ evidence: Set<Evidence.Kind>) -> [String] {
        let first =
            if extent.reasons.contains(.noRoute) {
                "Give this host a default route again (`ip route`): the DHCP lease may be gone."
            } else if extent.reasons.contains(.networkDown) || evidence.contains(.interface) {
                "Bring the network interface up again (`ip link`): look at cable, port, radio and driver."
            } else if extent.reasons.contains(.gatewaySilent) {
                "Restart the router, or look at the way to it: the default gateway does not answer."
            } else {
                "Call the Internet provider: the way ends beyond this host."
            }
        return [first, "Until then use another way out, such as a phone's hotspot: WhatsApp itself may well be working."]
    }

    static func localDNS(_ extent: Extent) -> [String] {
        let another =
            "Use another resolver, such as 1.1.1.1, 9.9.9.9 or 8.8.8.8, best by DNS over TLS (port 853), which nobody on the way can "
            + "answer in its place."
        guard extent.reasons.contains(where: \.isDenial) else {
            return [
                another, "Restart the resolver this host asks (`/etc/resolv.conf`), or ask the one behind it directly.",
                "Phones on mobile data ask another resolver and are not concerned.",
            ]
        }
        return [
            another,
            "If the filter is your own (Pi-hole, AdGuard, parental control, `/etc/hosts`), allow whatsapp.net and whatsapp.com in it.",
            proxy,
        ]
    }

    static func localHost(_ extent: Extent, _ evidence: Set<Evidence.Kind>) -> [String] {
        let byEvidence: [(Evidence.Kind, String)] = [
            (.descriptors, "Raise the limit of open files (`ulimit -n`, `fs.file-max`), or end what holds them (`lsof`)."),
            (.conntrack, "Raise `net.netfilter.nf_conntrack_max`, or shorten its timeouts: new connections find no room."),
            (.sockets, "Look at what holds sockets (`ss -s`): raise `net.ipv4.tcp_mem`, or end what keeps so many connections."),
            (.backlogDrops, "Raise `net.core.netdev_max_backlog`, or spread packets over processors: they arrive, but are lost."),
            (.memoryStall, "Free memory: end or move what uses most of it (`top`), or add some."),
            (.cpuStall, "Take load off the processors: end or move what uses them most (`top`)."),
            (.synDrops, "Raise `net.core.somaxconn` and the backlog of what listens here: connections are dropped on arrival."),
            (.retransmits, "Look for loss between here and the router: cable, duplex, radio, a full uplink."),
            (.interface, "Look at the network interface (`ip -s link`): it is down or counts errors."),
            (.database, "Mend this host's own database: the messages wait in it, not at WhatsApp."),
        ]
        var sentences = byEvidence.filter { evidence.contains($0.0) }.map(\.1)
        if extent.reasons.contains(.permissionDenied) {
            sentences.append("Allow outgoing TCP 443, 5222 and 80 and DNS in this host's firewall (`nft list ruleset`).")
        }
        if extent.reasons.contains(.localResources), sentences.isEmpty {
            sentences.append("Free descriptors, ports or memory: look at open files (`lsof`) and sockets (`ss -s`).")
        }
        return sentences + ["Other devices are not concerned: use WhatsApp on one of them meanwhile."]
    }

    static func intercepted(_ extent: Extent) -> [String] {
        var sentences: [String] = []
        if extent.reasons.contains(where: { $0.failureClass == .foreign }) {
            sentences = [
                "Open any page by plain HTTP in a browser: if a login appears, this is a captive portal, so log in or accept there.",
                "Enter no credentials and accept no certificate warning on this network: somebody else answers in WhatsApp's place.",
            ]
        }
        return sentences + [
            "Use another network, such as mobile data, or a VPN.", proxy,
            "If the network is your own company's, ask for WhatsApp's names and ports 443 and 5222 to be let through unopened.",
        ]
    }

    private static let proxy =
        "Where a network or a country blocks WhatsApp, use WhatsApp's own proxy support (Settings, Storage and data, Proxy), "
        + "with a proxy outside of it."
}
