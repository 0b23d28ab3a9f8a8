@testable import Prometheus

/// One exposition with everything difficult in it, in both formats.
enum Golden {
    static func write(into sink: inout MetricSink) {
        sink.begin(MetricFamily("whatsapp_probes_total", .counter, help: #"Probes \ "all" of them"# + "\nsince start."))
        sink.sample(["target": "web"], UInt64(1 << 53) + 1)
        sink.sample("target", "a\\b\"c\nd", 0)
        sink.begin(MetricFamily("whatsapp_probe_duration_seconds", .gauge, help: "Zürich 🟢."))
        for value in [0, -0.0, 1e300, Double.leastNonzeroMagnitude, .nan, .infinity, -.infinity, 0.1, 1.0 / 3] {
            sink.sample("value", "\(value)", value)
        }
        sink.begin(MetricFamily("whatsapp_exporter_build_info", .gauge, help: "Build."))
        sink.sample(["version": "0.1.0", "revision": ""], true)
        sink.begin(MetricFamilyPattern("node_netstat_*", .untyped, help: "Statistic *."), "Tcp_InSegs", inHelp: "TcpInSegs")
        sink.sample(UInt64.max)
        sink.begin(MetricFamily("whatsapp_phase_seconds", .histogram, help: "Phases."))
        var phases = Histogram(Buckets([0.00001, 0.005, 1, 10, 1_000_000]))
        sink.histogram(.none, phases)
        for seconds in [0.005, 0.25, 2, 20, 1e9] { phases.observe(seconds: seconds) }
        sink.histogram(["phase": "tls"], phases)
    }

    static func text(_ format: ExpositionFormat) -> String {
        switch format {
        case .text: text
        case .openMetrics: openMetrics
        }
    }

    private static let text = #"""
        # HELP whatsapp_probes_total Probes \\ "all" of them\nsince start.
        # TYPE whatsapp_probes_total counter
        whatsapp_probes_total{target="web"} 9007199254740993
        whatsapp_probes_total{target="a\\b\"c\nd"} 0
        # HELP whatsapp_probe_duration_seconds Zürich 🟢.
        # TYPE whatsapp_probe_duration_seconds gauge
        whatsapp_probe_duration_seconds{value="0.0"} 0
        whatsapp_probe_duration_seconds{value="-0.0"} -0
        whatsapp_probe_duration_seconds{value="1e+300"} 1e+300
        whatsapp_probe_duration_seconds{value="5e-324"} 5e-324
        whatsapp_probe_duration_seconds{value="nan"} NaN
        whatsapp_probe_duration_seconds{value="inf"} +Inf
        whatsapp_probe_duration_seconds{value="-inf"} -Inf
        whatsapp_probe_duration_seconds{value="0.1"} 0.1
        whatsapp_probe_duration_seconds{value="0.3333333333333333"} 0.3333333333333333
        # HELP whatsapp_exporter_build_info Build.
        # TYPE whatsapp_exporter_build_info gauge
        whatsapp_exporter_build_info{version="0.1.0",revision=""} 1
        # HELP node_netstat_Tcp_InSegs Statistic TcpInSegs.
        # TYPE node_netstat_Tcp_InSegs untyped
        node_netstat_Tcp_InSegs 18446744073709551615
        # HELP whatsapp_phase_seconds Phases.
        # TYPE whatsapp_phase_seconds histogram
        whatsapp_phase_seconds_bucket{le="1e-05"} 0
        whatsapp_phase_seconds_bucket{le="0.005"} 0
        whatsapp_phase_seconds_bucket{le="1"} 0
        whatsapp_phase_seconds_bucket{le="10"} 0
        whatsapp_phase_seconds_bucket{le="1e+06"} 0
        whatsapp_phase_seconds_bucket{le="+Inf"} 0
        whatsapp_phase_seconds_sum 0
        whatsapp_phase_seconds_count 0
        whatsapp_phase_seconds_bucket{phase="tls",le="1e-05"} 0
        whatsapp_phase_seconds_bucket{phase="tls",le="0.005"} 1
        whatsapp_phase_seconds_bucket{phase="tls",le="1"} 2
        whatsapp_phase_seconds_bucket{phase="tls",le="10"} 3
        whatsapp_phase_seconds_bucket{phase="tls",le="1e+06"} 4
        whatsapp_phase_seconds_bucket{phase="tls",le="+Inf"} 5
        whatsapp_phase_seconds_sum{phase="tls"} 1000000022.255
        whatsapp_phase_seconds_count{phase="tls"} 5

        """#

    private static let openMetrics = #"""
        # TYPE whatsapp_probes counter
        # HELP whatsapp_probes Probes \\ \"all\" of them\nsince start.
        whatsapp_probes_total{target="web"} 9007199254740993
        whatsapp_probes_total{target="a\\b\"c\nd"} 0
        # TYPE whatsapp_probe_duration_seconds gauge
        # UNIT whatsapp_probe_duration_seconds seconds
        # HELP whatsapp_probe_duration_seconds Zürich 🟢.
        whatsapp_probe_duration_seconds{value="0.0"} 0
        whatsapp_probe_duration_seconds{value="-0.0"} -0
        whatsapp_probe_duration_seconds{value="1e+300"} 1e+300
        whatsapp_probe_duration_seconds{value="5e-324"} 5e-324
        whatsapp_probe_duration_seconds{value="nan"} NaN
        whatsapp_probe_duration_seconds{value="inf"} +Inf
        whatsapp_probe_duration_seconds{value="-inf"} -Inf
        whatsapp_probe_duration_seconds{value="0.1"} 0.1
        whatsapp_probe_duration_seconds{value="0.3333333333333333"} 0.3333333333333333
        # TYPE whatsapp_exporter_build_info gauge
        # HELP whatsapp_exporter_build_info Build.
        whatsapp_exporter_build_info{version="0.1.0",revision=""} 1
        # TYPE node_netstat_Tcp_InSegs unknown
        # HELP node_netstat_Tcp_InSegs Statistic TcpInSegs.
        node_netstat_Tcp_InSegs 18446744073709551615
        # TYPE whatsapp_phase_seconds histogram
        # UNIT whatsapp_phase_seconds seconds
        # HELP whatsapp_phase_seconds Phases.
        whatsapp_phase_seconds_bucket{le="1e-05"} 0
        whatsapp_phase_seconds_bucket{le="0.005"} 0
        whatsapp_phase_seconds_bucket{le="1.0"} 0
        whatsapp_phase_seconds_bucket{le="10.0"} 0
        whatsapp_phase_seconds_bucket{le="1e+06"} 0
        whatsapp_phase_seconds_bucket{le="+Inf"} 0
        whatsapp_phase_seconds_sum 0
        whatsapp_phase_seconds_count 0
        whatsapp_phase_seconds_bucket{phase="tls",le="1e-05"} 0
        whatsapp_phase_seconds_bucket{phase="tls",le="0.005"} 1
        whatsapp_phase_seconds_bucket{phase="tls",le="1.0"} 2
        whatsapp_phase_seconds_bucket{phase="tls",le="10.0"} 3
        whatsapp_phase_seconds_bucket{phase="tls",le="1e+06"} 4
        whatsapp_phase_seconds_bucket{phase="tls",le="+Inf"} 5
        whatsapp_phase_seconds_sum{phase="tls"} 1000000022.255
        whatsapp_phase_seconds_count{phase="tls"} 5
        # EOF

        """#
}
