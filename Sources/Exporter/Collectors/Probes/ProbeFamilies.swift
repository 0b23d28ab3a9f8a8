import Prometheus

/// The families of single targets.
enum ProbeFamilies {
    static let success = MetricFamily(
        "whatsapp_probe_success", .gauge, help: "Whether the last probe of the target succeeded; absent until it has run once.")
    static let runs = MetricFamily("whatsapp_probe_runs_total", .counter, help: "Probes of the target that have run.")
    static let failures = MetricFamily("whatsapp_probe_failures_total", .counter, help: "Probes of the target that failed.")
    static let lateStarts = MetricFamily(
        "whatsapp_probe_late_starts_total", .counter, help: "Probes that began more than 0.1 s after their time.")
    static let skippedTicks = MetricFamily(
        "whatsapp_probe_skipped_ticks_total", .counter, help: "Probes left out because the one before was still running.")
    static let failureInfo = MetricFamily(
        "whatsapp_probe_failure_info", .gauge, help: "Why the last probe failed: 1 under its reason, absent after a success.")
    static let lastDuration = MetricFamily(
        "whatsapp_probe_last_duration_seconds", .gauge, help: "How long the last probe took, all phases together.")
    static let lastPhaseDuration = MetricFamily(
        "whatsapp_probe_last_phase_duration_seconds", .gauge,
        help: "How long each phase of the last probe took; absent for phases it did not complete.")
    static let lastRun = MetricFamily(
        "whatsapp_probe_last_run_timestamp_seconds", .gauge, help: "When the last probe ended.")
    static let lastSuccess = MetricFamily(
        "whatsapp_probe_last_success_timestamp_seconds", .gauge, help: "When the last successful probe ended.")
    static let notAfter = MetricFamily(
        "whatsapp_probe_certificate_not_after_timestamp_seconds", .gauge,
        help: "When a certificate the peer presented ends, valid or not; of several intermediates the one that ends first.")
    static let notBefore = MetricFamily(
        "whatsapp_probe_certificate_not_before_timestamp_seconds", .gauge,
        help: "When a certificate the peer presented begins, valid or not.")
    static let chatSerial = MetricFamily(
        "whatsapp_chat_certificate_serial", .gauge, help: "Serial number of a chat server's certificate.")
    static let ttl = MetricFamily(
        "whatsapp_probe_dns_ttl_seconds", .gauge, help: "Least TTL of the last answer, as the resolver gave it.")
    static let answers = MetricFamily(
        "whatsapp_probe_dns_answers", .gauge, help: "Addresses in the last DNS answer for the target's host or question.")
    static let responseCode = MetricFamily(
        "whatsapp_probe_dns_response_code", .gauge, help: "Response code of the last DNS answer: 0 is NOERROR, 3 NXDOMAIN.")
    static let statusCode = MetricFamily(
        "whatsapp_probe_http_status_code", .gauge, help: "Status of the last HTTP answer; what is healthy differs by endpoint.")
    static let bodyBytes = MetricFamily(
        "whatsapp_probe_http_body_bytes", .gauge, help: "Body size of the last HTTP answer.")
    static let tlsInfo = MetricFamily(
        "whatsapp_probe_tls_info", .gauge, help: "TLS version of the last handshake: 1 under its name.")
    static let clockOffset = MetricFamily(
        "whatsapp_probe_clock_offset_seconds", .gauge,
        help: "The peer's clock minus ours by the Date of its last answer, good to a second.")
    static let secondOpinion = MetricFamily(
        "whatsapp_probe_second_opinion_success", .gauge,
        help: "Whether the last failed probe succeeded by another resolver's address; absent when that was not tried.")
}
