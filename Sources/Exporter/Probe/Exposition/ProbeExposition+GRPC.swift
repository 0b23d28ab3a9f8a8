import Posix
import Probing
import Prometheus

extension ProbeExposition {
    private static let duration = MetricFamily(
        "probe_grpc_duration_seconds", .gauge,
        help: "How long each phase of the call took; check is all of it, from the connection to the answer.")
    private static let serving = MetricFamily(
        "probe_grpc_healthcheck_response", .gauge, help: "1 under what the health service answered, 0 under all else.")
    private static let usesTLS = MetricFamily("probe_grpc_ssl", .gauge, help: "Whether the call went over TLS.")
    private static let statusCode = MetricFamily(
        "probe_grpc_status_code", .gauge,
        help: "gRPC status of the call: 0 is OK, 4 DEADLINE_EXCEEDED, and 14 UNAVAILABLE also where nobody answered.")

    private static let words = GRPCFinding.ServingStatus.allCases.map { ($0, $0.word) }.sorted { $0.1 < $1.1 }

    func grpc(into sink: inout MetricSink) {
        var finding = GRPCFinding()
        if case .grpc(let found)? = outcome.finding { finding = found }
        if outcome.failure != .targetInvalid {
            sink.begin(Self.duration)
            if ip != nil {
                sink.sample("phase", "check", max(0, outcome.duration.seconds - sum(.resolve)))
            }
            sink.sample("phase", "resolve", sum(.resolve))
        }
        if ip != nil {
            sink.begin(Self.serving)
            for (status, word) in Self.words { sink.sample("serving_status", word, status == finding.servingStatus) }
        }
        sink.begin(Self.usesTLS)
        sink.sample(finding.isTLS)
        sink.begin(Self.statusCode)
        sink.sample(finding.statusCode ?? localStatus)
    }

    /// What gRPC calls an ending that no server gave a status for.
    private var localStatus: Int {
        guard ip != nil, let failure = outcome.failure else { return 0 }
        return switch failure {
        case .connectTimeout, .tlsTimeout, .replyTimeout, .httpTimeout: 4
        default: 14
        }
    }
}
