import Probing
import Prometheus

extension ProbeExposition {
    private static let expectInfo = MetricFamily(
        "probe_expect_info", .gauge, help: "1 under the labels configured for what the peer said.")
    private static let failedBytes = MetricFamily(
        "probe_failed_due_to_bytes", .gauge, help: "1 if bytes other than those expected are why the probe failed.")

    /// Nothing for a peer that could not be spoken with.
    func dialogue(into sink: inout MetricSink) {
        var finding: DialogueFinding?
        if case .dialogue(let found)? = outcome.finding { finding = found }
        guard finding != nil || outcome.isSuccess else { return }
        if let captured = finding?.captured {
            sink.begin(Self.expectInfo)
            for label in captured { sink.label(label.name, label.value) }
            sink.value(1.0)
        }
        sink.begin(Self.failedBytes)
        sink.sample(finding?.failedBytes ?? false)
        failedPattern(finding?.failedPattern ?? false, into: &sink)
    }
}
