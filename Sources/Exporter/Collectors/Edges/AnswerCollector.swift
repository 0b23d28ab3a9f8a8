import Diagnosis
import Prometheus
import WhatsApp
import Wire

/// How resolvers spread their answers over addresses, and how the addresses answered our probes.
struct AnswerCollector: Collector {
    let name = "answers"
    let ledger: EdgeLedger
    /// Unix seconds.
    let now: @Sendable () -> Double

    func collect(into sink: inout MetricSink) {
        let overview = ledger.overview(at: now())
        writeCounts(overview.answers, into: &sink)
        writeSpread(overview.answers, into: &sink)
        writeAddresses(overview.groups, into: &sink)
        write(AnswerFamilies.spread, overview.groups, into: &sink, \.connectSpread)
        write(AnswerFamilies.allBad, overview.groups, into: &sink) { $0.areAllBad.map { $0 ? 1 : 0 } }
    }

    private func writeCounts(_ answers: [AnswerReading], into sink: inout MetricSink) {
        for (family, count) in [(AnswerFamilies.queries, \AnswerReading.queries), (AnswerFamilies.unanswered, \.unanswered)] {
            sink.begin(family)
            for reading in answers {
                sink.label(reading.key)
                sink.value(reading[keyPath: count])
            }
        }
    }

    private func writeSpread(_ answers: [AnswerReading], into sink: inout MetricSink) {
        sink.begin(AnswerFamilies.share)
        for reading in answers {
            for share in reading.shares {
                sink.label(reading.key)
                sink.label("address", "\(share.address)")
                sink.value(share.ratio)
            }
        }
        let families: [(MetricFamily, (AnswerReading) -> Double?)] = [
            (AnswerFamilies.distinct, { Double($0.distinctAddresses) }), (AnswerFamilies.effective, \.effectiveAddresses),
            (AnswerFamilies.entropy, \.normalisedEntropy), (AnswerFamilies.setChange, \.setChange),
            (AnswerFamilies.ttl, { $0.ttlSeconds.map(Double.init) }),
            (AnswerFamilies.longestTTL, { $0.longestTTLSeconds.map(Double.init) }),
        ]
        for (family, value) in families {
            sink.begin(family)
            for reading in answers where !reading.shares.isEmpty {
                guard let value = value(reading) else { continue }
                sink.label(reading.key)
                sink.value(value)
            }
        }
    }

    private func writeAddresses(_ groups: [AddressGroup], into sink: inout MetricSink) {
        write(AnswerFamilies.attempts, groups, into: &sink) { Double($0.attempts) }
        sink.begin(AnswerFamilies.connect)
        for group in groups {
            for reading in group.addresses {
                for (stat, seconds) in [("min", reading.leastConnectSeconds), ("median", reading.medianConnectSeconds)] {
                    guard let seconds else { continue }
                    sink.label(group, reading)
                    sink.label("stat", stat)
                    sink.value(seconds)
                }
            }
        }
        write(AnswerFamilies.failures, groups, into: &sink) { $0.failureShare?.point }
        write(AnswerFamilies.failuresLower, groups, into: &sink) { $0.failureShare?.lower }
        write(AnswerFamilies.failuresUpper, groups, into: &sink) { $0.failureShare?.upper }
        write(AnswerFamilies.bad, groups, into: &sink) { $0.isBad.map { $0 ? 1 : 0 } }
    }

    private func write(
        _ family: MetricFamily, _ groups: [AddressGroup], into sink: inout MetricSink, _ value: (AddressReading) -> Double?
    ) {
        sink.begin(family)
        for group in groups {
            for reading in group.addresses {
                guard let value = value(reading) else { continue }
                sink.label(group, reading)
                sink.value(value)
            }
        }
    }

    private func write(
        _ family: MetricFamily, _ groups: [AddressGroup], into sink: inout MetricSink, _ value: (AddressGroup) -> Double?
    ) {
        sink.begin(family)
        for group in groups {
            if let value = value(group) { sink.sample("role", group.role.rawValue, "family", group.family.rawValue, value) }
        }
    }
}

extension MetricSink {
    fileprivate mutating func label(_ group: AddressGroup, _ reading: AddressReading) {
        label("role", group.role.rawValue)
        label("family", group.family.rawValue)
        label("address", "\(reading.address)")
    }
}
