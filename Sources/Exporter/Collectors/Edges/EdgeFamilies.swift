import Prometheus

/// The families of edges: by role, resolver and family, as each resolver leads where it will.
enum EdgeFamilies {
    static let hosts = MetricFamily(
        "whatsapp_edge_host_info", .gauge, help: "The name whose answers are followed for each role: 1 under its name.")
    static let edge = MetricFamily(
        "whatsapp_edge_info", .gauge,
        help:
            "Where the resolver's last answer leads: the network that stands for the edge (IPv4 /24, IPv6 /48), the address, and "
            + "the place by its reverse name, as Meta spells it; name_standing says whether the name agrees when asked forward.")
    static let home = MetricFamily(
        "whatsapp_edge_home_info", .gauge,
        help: "The edge this resolver answered most in the last seven days: 1 under its network.")
    static let observed = MetricFamily(
        "whatsapp_edge_home_observed_ratio", .gauge,
        help:
            "Share of the last 168 hours in which this resolver answered; with little of it, home is only where we were first led."
    )
    static let state = MetricFamily(
        "whatsapp_edge_state", .gauge,
        help:
            "1 for the state of the edge, 0 for the others: home; steered, elsewhere while home still works; failover_suspected, "
            + "elsewhere while home fails or is slow. Why we are led elsewhere cannot be known from outside.")
    static let changes = MetricFamily(
        "whatsapp_edge_changes_total", .counter, help: "How often the answers went over to another edge.")
    static let since = MetricFamily(
        "whatsapp_edge_since_timestamp_seconds", .gauge,
        help: "When the answers began to lead to this edge, as far as we watched.")
    static let answered = MetricFamily(
        "whatsapp_edge_last_answer_timestamp_seconds", .gauge, help: "When the resolver last answered with an address.")
    static let pinnedSuccess = MetricFamily(
        "whatsapp_edge_pinned_probe_success", .gauge,
        help: "Whether the address at home worked when last probed; only while the answers lead elsewhere.")
    static let pinnedHandshake = MetricFamily(
        "whatsapp_edge_pinned_probe_handshake_seconds", .gauge,
        help: "How long the last handshake (Noise or TLS) with the address at home took; only while the answers lead elsewhere.")
    static let distance = MetricFamily(
        "whatsapp_edge_distance_meters", .gauge,
        help: "Way over ground from the configured location to the place in the edge's name; absent when either is unknown.")
    static let plausible = MetricFamily(
        "whatsapp_edge_round_trip_plausible", .gauge,
        help:
            "Whether the fastest connection took at least as long as light in fibre for that way; if not, name or answer is wrong."
    )
    static let resolverAgreement = MetricFamily(
        "whatsapp_edge_resolver_agreement_ratio", .gauge,
        help: "Share of the resolvers asked that lead to the commonest place. Resolvers may differ with nothing wrong.")
    static let roleAgreement = MetricFamily(
        "whatsapp_edge_role_agreement", .gauge, help: "Whether the resolver leads chat and web to the same place.")
    static let familyAgreement = MetricFamily(
        "whatsapp_edge_family_agreement", .gauge,
        help: "Whether the resolver leads to the same place over IPv4 and IPv6; absent unless both have a name that tells.")
}
