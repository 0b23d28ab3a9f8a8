import Probing
import Prometheus
import Wire

extension ProbeExposition {
    private static let additionals = MetricFamily(
        "probe_dns_additional_rrs", .gauge, help: "Records in the additional section of the answer.")
    private static let answers = MetricFamily(
        "probe_dns_answer_rrs", .gauge, help: "Records in the answer section of the answer.")
    private static let authorities = MetricFamily(
        "probe_dns_authority_rrs", .gauge, help: "Records in the authority section of the answer.")
    private static let duration = MetricFamily(
        "probe_dns_duration_seconds", .gauge, help: "How long each phase of the query took; 0 for phases it did not complete.")
    private static let succeeded = MetricFamily(
        "probe_dns_query_succeeded", .gauge, help: "Whether an answer came that could be read, whatever its code.")
    private static let responseCode = MetricFamily(
        "probe_dns_response_code", .gauge, help: "Response code of the answer: 0 is NOERROR, 3 NXDOMAIN. Absent without one.")
    private static let serial = MetricFamily(
        "probe_dns_serial", .gauge, help: "Serial number of the zone, for queries of the type SOA; 0 if the answer has none.")

    func dns(_ settings: DNSSettings, into sink: inout MetricSink) {
        var finding = DNSFinding()
        if case .dns(let found)? = outcome.finding { finding = found }
        sink.begin(Self.additionals)
        sink.sample(finding.additionals)
        sink.begin(Self.answers)
        sink.sample(finding.answers)
        sink.begin(Self.authorities)
        sink.sample(finding.authorities)
        sink.begin(Self.duration)
        sink.sample("phase", "connect", sum(.connect, .tls))
        sink.sample("phase", "request", sum(.request))
        sink.sample("phase", "resolve", sum(.resolve))
        sink.begin(Self.succeeded)
        sink.sample(finding.wasAnswered)
        if let code = finding.responseCode {
            sink.begin(Self.responseCode)
            sink.sample(Int(code.rawValue))
        }
        guard finding.wasAnswered, settings.queryType == .soa else { return }
        sink.begin(Self.serial)
        sink.sample(finding.serial ?? 0)
    }
}
