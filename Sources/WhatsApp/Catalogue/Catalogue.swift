package import Posix
import Probing
package import ProcFS
import Wire

/// The endpoints this exporter probes unless told otherwise: WhatsApp's, and controls that are not WhatsApp's.
///
/// Intervals add up to at most one probe per host in 30 seconds. Each component and control has a probe a minute, so that a
/// minute after the start all have been seen.
package enum Catalogue {
    /// All endpoints, in a stable order.
    /// - Parameters:
    ///   - rootKey: the key that chat certificates must chain to.
    ///   - procfs: where the default gateway is looked up.
    package static func endpoints(rootKey: ChatRootKey = .whatsApp, procfs: ProcFS) -> [Endpoint] {
        whatsApp(ChatProber(rootKey: rootKey)) + controls(procfs)
    }

    /// Public resolvers of three operators, for second opinions.
    package static let publicResolvers = [
        SocketAddress(.v4(0x0101_0101), port: 53),  // 1.1.1.1, Cloudflare
        SocketAddress(.v4(0x0808_0808), port: 53),  // 8.8.8.8, Google
        SocketAddress(.v4(0x0909_0909), port: 53),  // 9.9.9.9, Quad9
    ]

    private static func whatsApp(_ chat: ChatProber) -> [Endpoint] {
        [
            // g.whatsapp.net: 1/60 + 1/120 + 1/300 probes a second, within the one in 30 s.
            component(.chat, "chat_ip4", "g.whatsapp.net", 443, chat, families: .ip4),
            component(.chat, "chat_ip6", "g.whatsapp.net", 443, chat, families: .ip6, every: 120),
            component(.chat, "chat_5222", "g.whatsapp.net", 5222, chat, every: 300),
            component(.chat, "chat_fallback", "g-fallback.whatsapp.net", 443, chat, every: 120),
            // All sixteen names lead to the same four addresses: two stand for them.
            component(.chatAlternate, "chat_alternate_e1", "e1.whatsapp.net", 443, TCPProber()),
            component(.chatAlternate, "chat_alternate_e2", "e2.whatsapp.net", 5222, TCPProber(), every: 120),
            component(.web, "web", "web.whatsapp.com", 443, https("/", HealthyAnswers.web)),
            component(.registration, "registration", "v.whatsapp.net", 443, https("/v2/register", HealthyAnswers.registration)),
            component(.media, "media", "mmg.whatsapp.net", 443, https("/", HealthyAnswers.media)),
            component(.media, "media_profile_pictures", "pps.whatsapp.net", 443, https("/", HealthyAnswers.media), every: 120),
            component(.media, "media_static", "static.whatsapp.net", 443, https("/", HealthyAnswers.media), every: 120),
            component(.links, "links", "wa.me", 443, https("/", HealthyAnswers.links)),
            component(.businessAPI, "business_api", "graph.facebook.com", 443, https("/v21.0/", HealthyAnswers.graphAPI)),
            component(.dnsAuthority, "dns_authority_a", "a.ns.whatsapp.net", 53, authority),
            component(.dnsAuthority, "dns_authority_b", "b.ns.whatsapp.net", 53, authority, every: 120),
        ]
    }

    private static func controls(_ procfs: ProcFS) -> [Endpoint] {
        [
            control(.gateway, "control_gateway", "", 0, GatewayProber(procfs: procfs), every: 30),
            control(.address, "control_address_cloudflare", "1.1.1.1", 443, TCPProber()),
            control(.address, "control_address_google", "8.8.8.8", 443, TCPProber()),
            control(.resolver, "control_resolver_cloudflare", "1.0.0.1", 53, DNSProber(queryName: "example.com")),
            control(.resolver, "control_resolver_google", "8.8.4.4", 53, DNSProber(queryName: "example.com")),
            control(.resolver, "control_resolver_quad9", "149.112.112.112", 53, DNSProber(queryName: "example.com")),
            // The system's own resolver, asked for a name that is nobody's interest to filter.
            control(.resolver, "control_resolver_system", "", 53, DNSProber(queryName: "example.com", expectsPublicAnswer: true)),
            control(.site, "control_site_example", "example.com", 443, https("/", .success)),
            control(.site, "control_site_wikipedia", "www.wikipedia.org", 443, https("/", .init([.init(200...399)]))),
            control(.site, "control_site_debian", "www.debian.org", 443, https("/", .init([.init(200...399)]))),
        ]
    }

    private static let authority = DNSProber(queryName: "whatsapp.net", queryType: .soa, recursionDesired: false)

    private static func https(_ requestTarget: String, _ expectation: HTTPExpectation) -> HTTPProber {
        HTTPProber(scheme: .https, requestTarget: requestTarget, expectation: expectation)
    }

    private static func component(
        _ component: Component, _ name: String, _ host: String, _ port: UInt16, _ prober: some Prober,
        families: FamilyChoice = .any, every seconds: Int = 60
    ) -> Endpoint {
        Endpoint(.component(component), target(name, host, port, prober, families, seconds))
    }

    private static func control(
        _ control: Control, _ name: String, _ host: String, _ port: UInt16, _ prober: some Prober, every seconds: Int = 60
    ) -> Endpoint {
        Endpoint(.control(control), target(name, host, port, prober, .any, seconds))
    }

    private static func target(
        _ name: String, _ host: String, _ port: UInt16, _ prober: some Prober, _ families: FamilyChoice, _ seconds: Int
    ) -> Target {
        Target(
            name: name, host: host, port: port, prober: prober, families: families, interval: .seconds(seconds),
            timeout: .seconds(10), isPublic: true)
    }
}
