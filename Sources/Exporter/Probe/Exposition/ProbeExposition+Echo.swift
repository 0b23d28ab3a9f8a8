import Posix
import Probing
import Prometheus

extension ProbeExposition {
    private static let duration = MetricFamily(
        "probe_icmp_duration_seconds", .gauge,
        help: "How long each phase took; rtt is the mean of the echoes that came back, 0 if none did.")
    private static let hopLimit = MetricFamily(
        "probe_icmp_reply_hop_limit", .gauge, help: "Hops the last reply had left (TTL with IPv4); absent if unknown.")
    private static let sent = MetricFamily("probe_icmp_packets_sent", .gauge, help: "Echoes the probe sent.")
    private static let received = MetricFamily("probe_icmp_packets_received", .gauge, help: "Echoes of the probe that came back.")
    private static let loss = MetricFamily(
        "probe_icmp_loss_ratio", .gauge, help: "Share of the probe's echoes that did not come back in time.")
    private static let least = MetricFamily(
        "probe_icmp_rtt_min_seconds", .gauge, help: "Shortest round trip of the probe's echoes; absent if none came back.")
    private static let mean = MetricFamily(
        "probe_icmp_rtt_avg_seconds", .gauge, help: "Mean round trip of the probe's echoes; absent if none came back.")
    private static let most = MetricFamily(
        "probe_icmp_rtt_max_seconds", .gauge, help: "Longest round trip of the probe's echoes; absent if none came back.")
    private static let jitter = MetricFamily(
        "probe_icmp_rtt_jitter_seconds", .gauge,
        help: "Mean difference between the round trips of two echoes in a row; absent with fewer than two.")

    func echo(into sink: inout MetricSink) {
        var finding: EchoFinding?
        if case .echo(let found)? = outcome.finding { finding = found }
        let trips = finding?.roundTrips ?? []
        let average = (trips.reduce(.zero, +) / max(1, trips.count)).seconds
        sink.begin(Self.duration)
        sink.sample("phase", "resolve", sum(.resolve))
        sink.sample("phase", "rtt", average)
        sink.sample("phase", "setup", sum(.connect))
        if let hopLimit = finding?.hopLimit {
            sink.begin(Self.hopLimit)
            sink.sample(hopLimit)
        }
        guard let finding else { return }
        sink.begin(Self.sent)
        sink.sample(finding.sent)
        sink.begin(Self.received)
        sink.sample(finding.received)
        if finding.sent > 0 {
            sink.begin(Self.loss)
            sink.sample(Double(max(0, finding.sent - finding.received)) / Double(finding.sent))
        }
        guard let least = trips.min(), let most = trips.max() else { return }
        sink.begin(Self.least)
        sink.sample(least.seconds)
        sink.begin(Self.mean)
        sink.sample(average)
        sink.begin(Self.most)
        sink.sample(most.seconds)
        guard trips.count > 1 else { return }
        sink.begin(Self.jitter)
        let differences = zip(trips, trips.dropFirst()).map { max($0, $1) - min($0, $1) }
        sink.sample((differences.reduce(.zero, +) / differences.count).seconds)
    }
}
