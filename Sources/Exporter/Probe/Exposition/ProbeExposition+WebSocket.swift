import Posix
import Probing
import Prometheus

extension ProbeExposition {
    private static let upgraded = MetricFamily(
        "probe_websocket_connection_upgraded", .gauge, help: "Whether the server went over to WebSocket.")
    private static let duration = MetricFamily(
        "probe_websocket_duration_seconds", .gauge,
        help: "How long each phase took: processing is the change to WebSocket, transfer the messages.")
    private static let failedRegex = MetricFamily(
        "probe_websocket_failed_due_to_regex", .gauge, help: "1 if a regular expression on a message is why the probe failed.")
    private static let statusCode = MetricFamily(
        "probe_websocket_status_code", .gauge, help: "HTTP status the server answered the wish for WebSocket with; 0 for none.")
    private static let ping = MetricFamily(
        "probe_websocket_ping_rtt_seconds", .gauge, help: "From a ping to its pong; absent where none was sent or came back.")

    func webSocket(into sink: inout MetricSink) {
        var finding = WebSocketFinding()
        if case .webSocket(let found)? = outcome.finding { finding = found }
        sink.begin(Self.upgraded)
        sink.sample(finding.isUpgraded)
        sink.begin(Self.duration)
        sink.sample("phase", "connect", sum(.connect, .tls))
        sink.sample("phase", "processing", sum(.request, .firstByte))
        sink.sample("phase", "resolve", sum(.resolve))
        sink.sample("phase", "transfer", sum(.transfer, .dialogue))
        sink.begin(Self.failedRegex)
        sink.sample(finding.failedPattern)
        sink.begin(Self.statusCode)
        sink.sample(finding.status)
        if let roundTrip = finding.pingRoundTrip {
            sink.begin(Self.ping)
            sink.sample(roundTrip.seconds)
        }
    }
}
