import Probing
import Prometheus

extension ProbeExposition {
    private static let failedRegex = MetricFamily(
        "probe_failed_due_to_regex", .gauge,
        help: "1 if a regular expression on body, header or dialogue is why the probe failed.")
    private static let failedCondition = MetricFamily(
        "probe_failed_due_to_cel", .gauge, help: "1 if a condition on the body's JSON is why the probe failed.")
    private static let contentLength = MetricFamily(
        "probe_http_content_length", .gauge,
        help: "Content-Length of the last answer in bytes; -1 if it did not tell, 0 without an answer.")
    private static let duration = MetricFamily(
        "probe_http_duration_seconds", .gauge,
        help: "How long each phase of the request took, summed over redirects; processing ends with the answer's first byte.")
    private static let lastModified = MetricFamily(
        "probe_http_last_modified_timestamp_seconds", .gauge, help: "Last-Modified of the last answer; absent if it has none.")
    private static let redirects = MetricFamily("probe_http_redirects", .gauge, help: "Redirects that were followed.")
    private static let usesTLS = MetricFamily("probe_http_ssl", .gauge, help: "Whether the last answer came over TLS.")
    private static let statusCode = MetricFamily(
        "probe_http_status_code", .gauge, help: "Status of the last answer; 0 without one.")
    private static let bodyLength = MetricFamily(
        "probe_http_uncompressed_body_length", .gauge,
        help: "Bytes of the last answer's body that were read, after decompression.")
    private static let version = MetricFamily(
        "probe_http_version", .gauge, help: "HTTP version of the last answer, such as 1.1 or 2; 0 without one.")

    /// `processing` and `transfer` hold what the request and the rest of the answer took.
    func http(_ settings: HTTPSettings, into sink: inout MetricSink) {
        // One without a status tells of a peer that gave no answer.
        let finding = outcome.http
        let answer = finding.flatMap { $0.status > 0 ? $0 : nil }
        if settings.failIfJSONMatches != nil || settings.failIfJSONNotMatches != nil {
            sink.begin(Self.failedCondition)
            sink.sample(finding?.failedCondition ?? false)
        }
        failedPattern(finding?.failedPattern ?? false, into: &sink)
        sink.begin(Self.contentLength)
        sink.sample(answer.map { $0.contentLength ?? -1 } ?? 0)
        httpPhases(into: &sink)
        if let lastModified = finding?.lastModified {
            sink.begin(Self.lastModified)
            sink.sample(lastModified)
        }
        sink.begin(Self.redirects)
        sink.sample(finding?.redirects ?? 0)
        sink.begin(Self.usesTLS)
        sink.sample(finding?.isTLS ?? false)
        sink.begin(Self.statusCode)
        sink.sample(finding?.status ?? 0)
        sink.begin(Self.bodyLength)
        sink.sample(finding?.bodyBytes ?? 0)
        sink.begin(Self.version)
        sink.sample(answer?.version ?? 0.0)
    }

    /// Whether an expression is why the probe failed.
    func failedPattern(_ hasFailed: Bool, into sink: inout MetricSink) {
        sink.begin(Self.failedRegex)
        sink.sample(hasFailed)
    }

    private func httpPhases(into sink: inout MetricSink) {
        guard outcome.failure != .targetInvalid else { return }
        sink.begin(Self.duration)
        if ip != nil {
            sink.sample("phase", "connect", sum(.connect))
            sink.sample("phase", "processing", sum(.request, .firstByte))
        }
        sink.sample("phase", "resolve", lookupSeconds)
        guard ip != nil else { return }
        sink.sample("phase", "tls", sum(.tls))
        sink.sample("phase", "transfer", sum(.transfer))
    }
}
