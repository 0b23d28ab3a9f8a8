import Prometheus

/// The families of answers and of the addresses in them, over the last hour.
enum AnswerFamilies {
    static let queries = MetricFamily(
        "whatsapp_answers_queries_total", .counter, help: "Questions to the resolver for the addresses of the role's name.")
    static let unanswered = MetricFamily(
        "whatsapp_answers_unanswered_total", .counter, help: "Those of them that brought no usable address.")
    static let share = MetricFamily(
        "whatsapp_answers_share_ratio", .gauge,
        help:
            "Share of the addresses the resolver answered in the last hour that were this one. A share of answers to us: how load "
            + "is spread over servers cannot be seen from outside.")
    static let distinct = MetricFamily(
        "whatsapp_answers_distinct_addresses", .gauge, help: "Different addresses answered in the last hour.")
    static let effective = MetricFamily(
        "whatsapp_answers_effective_addresses", .gauge,
        help: "As many addresses, answered evenly, would be as uncertain as the answers of the last hour.")
    static let entropy = MetricFamily(
        "whatsapp_answers_entropy_ratio", .gauge,
        help: "Evenness of the answers of the last hour: 0 always the same address, 1 all of them equally often.")
    static let setChange = MetricFamily(
        "whatsapp_answers_set_change_ratio", .gauge,
        help: "How far the last two answers differ in their addresses: 0 the same, 1 nothing in common.")
    static let ttl = MetricFamily(
        "whatsapp_answers_ttl_seconds", .gauge,
        help: "Least TTL of the last answer: what was left of it in the resolver's memory.")
    static let longestTTL = MetricFamily(
        "whatsapp_answers_ttl_max_seconds", .gauge,
        help: "Longest TTL answered in the last hour: about how long a change of edge takes to reach everybody.")

    static let attempts = MetricFamily(
        "whatsapp_address_attempts", .gauge, help: "Probes of the address in the last hour, at most 120.")
    static let connect = MetricFamily(
        "whatsapp_address_connect_seconds", .gauge,
        help: "How long TCP connections to the address took in the last hour: the least and the median.")
    static let spread = MetricFamily(
        "whatsapp_address_connect_spread_ratio", .gauge,
        help: "How far the addresses' median connect times lie apart, in medians of them; absent for fewer than two.")
    static let failures = MetricFamily(
        "whatsapp_address_failure_ratio", .gauge, help: "Share of the probes of the address in the last hour that failed.")
    static let failuresLower = MetricFamily(
        "whatsapp_address_failure_lower_ratio", .gauge, help: "Lower bound of that share (Wilson, 95 percent).")
    static let failuresUpper = MetricFamily(
        "whatsapp_address_failure_upper_ratio", .gauge, help: "Upper bound of that share (Wilson, 95 percent).")
    static let bad = MetricFamily(
        "whatsapp_address_bad", .gauge,
        help:
            "Whether the address fails more than the role's others together, beyond chance: its lower bound above their upper one. "
            + "Absent with fewer than 5 probes on either side.")
    static let allBad = MetricFamily(
        "whatsapp_address_all_bad", .gauge,
        help: "Whether every address of the role tried at least 5 times fails more often than not, beyond chance.")
}
