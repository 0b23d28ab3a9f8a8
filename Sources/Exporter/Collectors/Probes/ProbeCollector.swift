import Posix
import Probing
import Prometheus
import WhatsApp
import Wire

/// What each target's last probe learnt, and how often it ran and failed.
struct ProbeCollector: Collector {
    let name = "probes"
    let ledger: Ledger

    func collect(into sink: inout MetricSink) {
        let series = ledger.probes
        counters(series, into: &sink)
        lastRun(series, into: &sink)
        certificates(series, into: &sink)
        answers(series, into: &sink)
    }

    private func counters(_ series: [ProbeSeries], into sink: inout MetricSink) {
        let families: [(MetricFamily, (ProbeSeries) -> UInt64)] = [
            (ProbeFamilies.runs, \.runs), (ProbeFamilies.failures, \.failures), (ProbeFamilies.lateStarts, \.lateStarts),
            (ProbeFamilies.skippedTicks, \.skippedTicks),
        ]
        for (family, count) in families {
            sink.begin(family)
            for probe in series { sink.sample(probe.labels, count(probe)) }
        }
    }

    private func lastRun(_ series: [ProbeSeries], into sink: inout MetricSink) {
        write(ProbeFamilies.success, series, into: &sink) { $0.isSuccess ? 1 : 0 }
        sink.begin(ProbeFamilies.failureInfo)
        for probe in series {
            if let reason = probe.last?.failure { sink.sample(probe.labels, "reason", reason.rawValue, 1) }
        }
        write(ProbeFamilies.lastDuration, series, into: &sink) { $0.duration.seconds }
        sink.begin(ProbeFamilies.lastPhaseDuration)
        for probe in series {
            for phase in Phase.allCases {
                if let duration = probe.last?.phases[phase] { sink.sample(probe.labels, "phase", phase.rawValue, duration) }
            }
        }
        for (family, instant) in [(ProbeFamilies.lastRun, \ProbeSeries.lastRun), (ProbeFamilies.lastSuccess, \.lastSuccess)] {
            sink.begin(family)
            for probe in series {
                if let instant = probe[keyPath: instant] { sink.sample(probe.labels, instant) }
            }
        }
        write(ProbeFamilies.secondOpinion, series, into: &sink) { $0.secondOpinion.map { $0.failure == nil ? 1 : 0 } }
    }

    private func certificates(_ series: [ProbeSeries], into sink: inout MetricSink) {
        let families: [(MetricFamily, (PresentedCertificate) -> Int64)] = [
            (ProbeFamilies.notAfter, \.notAfter), (ProbeFamilies.notBefore, \.notBefore),
        ]
        for (family, instant) in families {
            sink.begin(family)
            for probe in series {
                for certificate in probe.last?.certificates ?? [] {
                    sink.sample(probe.labels, "certificate", certificate.role.rawValue, instant(certificate))
                }
            }
        }
        sink.begin(ProbeFamilies.chatSerial)
        for probe in series where probe.endpoint.target.prober.layers.contains(.chat) {
            for certificate in probe.last?.certificates ?? [] {
                if let serial = UInt64(certificate.serial) {
                    sink.sample(probe.labels, "certificate", certificate.role.rawValue, serial)
                }
            }
        }
    }

    private func answers(_ series: [ProbeSeries], into sink: inout MetricSink) {
        write(ProbeFamilies.ttl, series, into: &sink) { $0.resolution?.ttlSeconds.map(Double.init) }
        write(ProbeFamilies.answers, series, into: &sink) { outcome in
            outcome.resolution.flatMap { $0.source == .literal ? nil : Double($0.addresses.count) }
        }
        write(ProbeFamilies.responseCode, series, into: &sink) { $0.resolution?.responseCode.map { Double($0.rawValue) } }
        write(ProbeFamilies.statusCode, series, into: &sink) { $0.http.map { Double($0.status) } }
        write(ProbeFamilies.bodyBytes, series, into: &sink) { $0.http.map { Double($0.bodyBytes) } }
        sink.begin(ProbeFamilies.tlsInfo)
        for probe in series {
            if let version = probe.last?.tlsVersion { sink.sample(probe.labels, "tls_version", version, 1) }
        }
        write(ProbeFamilies.clockOffset, series, into: &sink) { $0.clockOffsetSeconds }
    }

    /// Writes a family with one sample for each target whose last outcome has the value.
    private func write(
        _ family: MetricFamily, _ series: [ProbeSeries], into sink: inout MetricSink, _ value: (ProbeOutcome) -> Double?
    ) {
        sink.begin(family)
        for probe in series {
            if let value = probe.last.flatMap(value) { sink.sample(probe.labels, value) }
        }
    }
}
