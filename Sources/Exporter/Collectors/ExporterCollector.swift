import Prometheus
import Server

/// What the exporter tells of itself.
struct ExporterCollector: Collector {
    let name = "exporter"
    let reloads: ReloadStatus
    let hangingCollectors: @Sendable () -> Int
    /// When the certificate of our own port ends, in Unix seconds; `nil` over bare HTTP.
    let certificateNotAfter: @Sendable () -> Int64?
    let statistics: @Sendable () -> ServerStatistics

    private static let buildInfo = MetricFamily(
        "whatsapp_exporter_build_info", .gauge, help: "Version of the exporter: 1 under its labels.")
    private static let reloadSuccessful = MetricFamily(
        "whatsapp_exporter_config_last_reload_successful", .gauge, help: "Whether the last load of the configuration succeeded.")
    private static let reloadTime = MetricFamily(
        "whatsapp_exporter_config_last_reload_success_timestamp_seconds", .gauge,
        help: "When the configuration in force was loaded.")
    private static let requests = MetricFamily(
        "whatsapp_exporter_http_requests_total", .counter, help: "Requests answered, by path and class of status.")
    private static let requestsInFlight = MetricFamily(
        "whatsapp_exporter_http_requests_in_flight", .gauge, help: "Requests being answered now.")
    private static let connections = MetricFamily(
        "whatsapp_exporter_http_connections", .gauge, help: "Connections of clients open now.")
    private static let refusals = MetricFamily(
        "whatsapp_exporter_http_connections_refused_total", .counter,
        help: "Connections refused because there were too many, or no descriptor left.")
    private static let handshakes = MetricFamily(
        "whatsapp_exporter_tls_handshakes_failed_total", .counter,
        help: "Connections of clients to our port that ended without TLS being agreed on, where it is asked for.")
    private static let certificate = MetricFamily(
        "whatsapp_exporter_tls_certificate_not_after_timestamp_seconds", .gauge,
        help: "When the certificate of our own port ends; absent over bare HTTP.")
    private static let hanging = MetricFamily(
        "whatsapp_exporter_hanging_collectors", .gauge,
        help: "Collectors of the host that a scrape has left behind and that have not come back.")

    func collect(into sink: inout MetricSink) {
        sink.begin(Self.buildInfo)
        sink.sample("version", BuildInfo.version, "revision", BuildInfo.revision, 1)
        let reload = reloads.snapshot
        sink.begin(Self.reloadSuccessful)
        sink.sample(reload.isLastSuccessful)
        sink.begin(Self.reloadTime)
        sink.sample(reload.loadedAt)
        let statistics = statistics()
        sink.begin(Self.requests)
        for handler in statistics.handlers {
            sink.sample("path", handler.path, "code", "2xx", handler.successes)
            sink.sample("path", handler.path, "code", "3xx", handler.redirects)
            sink.sample("path", handler.path, "code", "4xx", handler.clientErrors)
            sink.sample("path", handler.path, "code", "5xx", handler.serverErrors)
        }
        sink.begin(Self.requestsInFlight)
        sink.sample(statistics.handlers.reduce(0) { $0 + $1.inFlight })
        sink.begin(Self.connections)
        sink.sample(statistics.connectionsOpen)
        sink.begin(Self.refusals)
        sink.sample(statistics.connectionsRefused + statistics.acceptFailures)
        sink.begin(Self.handshakes)
        sink.sample(statistics.handshakesFailed)
        sink.begin(Self.certificate)
        if let end = certificateNotAfter() { sink.sample(Int(end)) }
        sink.begin(Self.hanging)
        sink.sample(hangingCollectors())
    }
}
