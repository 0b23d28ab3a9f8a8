import Diagnosis
import Prometheus
import WhatsApp
import Wire

/// Which edges resolvers lead to, and how that compares with the week before.
struct EdgeCollector: Collector {
    let name = "edges"
    let ledger: EdgeLedger
    /// Unix seconds.
    let now: @Sendable () -> Double

    func collect(into sink: inout MetricSink) {
        let overview = ledger.overview(at: now())
        sink.begin(EdgeFamilies.hosts)
        for role in EdgeRole.allCases {
            if let host = overview.hosts[role] { sink.sample("role", role.rawValue, "host", host, 1) }
        }
        writePlaces(overview.edges, into: &sink)
        writeStates(overview.edges, into: &sink)
        writePins(overview.edges, into: &sink)
        writeDistances(overview, into: &sink)
        writeAgreement(overview.agreement, into: &sink)
    }

    private func writePlaces(_ edges: [EdgeReading], into sink: inout MetricSink) {
        sink.begin(EdgeFamilies.edge)
        for reading in edges {
            guard let edge = reading.edge, let address = reading.address else { continue }
            sink.label(reading.key)
            sink.label("edge", "\(edge)")
            sink.label("pop", reading.place?.description ?? "")
            sink.label("address", "\(address)")
            sink.label("name_standing", reading.name?.standing.rawValue ?? "unasked")
            sink.value(1 as UInt64)
        }
        sink.begin(EdgeFamilies.home)
        for reading in edges {
            guard let home = reading.home else { continue }
            sink.label(reading.key)
            sink.label("edge", "\(home)")
            sink.value(1 as UInt64)
        }
        sink.write(EdgeFamilies.observed, edges) { Double($0.observedHours) / Double(EdgeBook.hoursOfHome) }
    }

    private func writeStates(_ edges: [EdgeReading], into sink: inout MetricSink) {
        sink.begin(EdgeFamilies.state)
        for reading in edges {
            for state in EdgeState.allCases {
                sink.label(reading.key)
                sink.label("state", state.rawValue)
                sink.value(reading.state == state ? 1 : 0 as UInt64)
            }
        }
        sink.begin(EdgeFamilies.changes)
        for reading in edges {
            sink.label(reading.key)
            sink.value(reading.changes)
        }
        sink.write(EdgeFamilies.since, edges, \.since)
        sink.write(EdgeFamilies.answered, edges, \.answeredAt)
    }

    private func writePins(_ edges: [EdgeReading], into sink: inout MetricSink) {
        let families: [(MetricFamily, (EdgeReading.Pinned) -> Double?)] = [
            (EdgeFamilies.pinnedSuccess, { $0.isSuccess.map { $0 ? 1 : 0 } }), (EdgeFamilies.pinnedHandshake, \.handshakeSeconds),
        ]
        for (family, value) in families {
            sink.begin(family)
            for reading in edges {
                guard let pinned = reading.pinned, let value = value(pinned) else { continue }
                sink.label(reading.key)
                sink.label("address", "\(pinned.address)")
                sink.value(value)
            }
        }
    }

    private func writeDistances(_ overview: EdgeOverview, into sink: inout MetricSink) {
        sink.write(EdgeFamilies.distance, overview.edges) { overview.distance(to: $0)?.meters }
        sink.write(EdgeFamilies.plausible, overview.edges) { overview.distance(to: $0)?.isPlausible.map { $0 ? 1 : 0 } }
    }

    private func writeAgreement(_ agreement: EdgeAgreement, into sink: inout MetricSink) {
        sink.begin(EdgeFamilies.resolverAgreement)
        for one in agreement.resolvers { sink.sample("role", one.role.rawValue, "family", one.family.rawValue, one.ratio) }
        sink.begin(EdgeFamilies.roleAgreement)
        for one in agreement.roles { sink.sample("resolver", one.resolver, "family", one.family.rawValue, one.isSame) }
        sink.begin(EdgeFamilies.familyAgreement)
        for one in agreement.families { sink.sample("role", one.role.rawValue, "resolver", one.resolver, one.isSame) }
    }
}

extension MetricSink {
    /// Adds a key's three labels to the sample under way.
    mutating func label(_ key: EdgeKey) {
        label("role", key.role.rawValue)
        label("resolver", key.resolver)
        label("family", key.family.rawValue)
    }

    /// Writes a family with a sample for each edge that has the value.
    fileprivate mutating func write(_ family: MetricFamily, _ edges: [EdgeReading], _ value: (EdgeReading) -> Double?) {
        begin(family)
        for reading in edges {
            guard let value = value(reading) else { continue }
            label(reading.key)
            self.value(value)
        }
    }
}
