import Prometheus

/// The families of scheduled probes.
enum JobFamilies {
    static let success = MetricFamily(
        "whatsapp_scheduled_probe_success", .gauge,
        help: "Whether the target's last scheduled probe succeeded; absent until it has run once.")
    static let runs = MetricFamily(
        "whatsapp_scheduled_probe_runs_total", .counter, help: "Scheduled probes of the target that have run.")
    static let failures = MetricFamily(
        "whatsapp_scheduled_probe_failures_total", .counter,
        help: "Scheduled probes of the target that failed, by reason; absent for reasons not seen since it was first probed.")
    static let failureInfo = MetricFamily(
        "whatsapp_scheduled_probe_failure_info", .gauge,
        help: "Why the last scheduled probe failed: 1 under its reason, absent after a success.")
    static let duration = MetricFamily(
        "whatsapp_scheduled_probe_duration_seconds", .histogram,
        help: "How long the target's scheduled probes took, failed ones too, all phases together.")
    static let phaseDuration = MetricFamily(
        "whatsapp_scheduled_probe_phase_duration_seconds", .gauge,
        help: "How long each phase of the last scheduled probe took; absent for phases it did not complete.")
    static let lastRun = MetricFamily(
        "whatsapp_scheduled_probe_last_run_timestamp_seconds", .gauge, help: "When the last scheduled probe ended.")
    static let httpStatus = MetricFamily(
        "whatsapp_scheduled_probe_http_status_code", .gauge, help: "Status of the last HTTP answer; absent without one.")
    static let certificatesEnd = MetricFamily(
        "whatsapp_scheduled_probe_certificate_not_after_timestamp_seconds", .gauge,
        help: "When the first of the certificates the peer last presented ends, valid or not.")
    static let lateStarts = MetricFamily(
        "whatsapp_scheduled_probe_late_starts_total", .counter,
        help: "Scheduled probes of the job that began more than 0.1 s after their time.")
    static let skippedTicks = MetricFamily(
        "whatsapp_scheduled_probe_skipped_ticks_total", .counter,
        help: "Scheduled probes of the job left out because the one before was still running.")
    static let startLag = MetricFamily(
        "whatsapp_scheduled_probe_start_lag_seconds", .histogram,
        help: "How long after their time scheduled probes of all jobs began: the exporter's own delay, none of the targets'.")
    static let targets = MetricFamily(
        "whatsapp_scheduled_targets", .gauge, help: "Targets the job probes: configured and found, each once.")
    static let dropped = MetricFamily(
        "whatsapp_scheduled_targets_dropped", .gauge,
        help: "Targets the job does not probe: over its limit, or not such as its module can be aimed at.")
    static let discoverySuccess = MetricFamily(
        "whatsapp_discovery_success", .gauge,
        help: "Whether all the targets found at the source are in force; after a failure those found before stay.")
    static let discovered = MetricFamily(
        "whatsapp_discovery_targets", .gauge, help: "Targets in force from the source, before those listed twice are dropped.")
    static let refreshes = MetricFamily(
        "whatsapp_discovery_refreshes_total", .counter, help: "Readings of the source; files only count when they are read.")
    static let refreshFailures = MetricFamily(
        "whatsapp_discovery_refresh_failures_total", .counter, help: "Readings of the source that failed in whole or in part.")
    static let lastRefresh = MetricFamily(
        "whatsapp_discovery_last_success_timestamp_seconds", .gauge, help: "When the source was last read without a fault.")
}
