import Posix
import Prometheus

/// `node_time_seconds`: the host's clock, to be held against the scraper's.
struct TimeCollector: Collector {
    let name = "time"

    private static let time = MetricFamily("node_time_seconds", .gauge, help: "The system clock, since 1970.")

    func collect(into sink: inout MetricSink) {
        sink.begin(Self.time)
        sink.sample(unixTimeNow())
    }
}
