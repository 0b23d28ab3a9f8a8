import Prometheus
import WhatsApp

/// What the business platform says of the operator's nodes, and how asking it goes.
struct HealthCollector: Collector {
    let name = "business_health"
    let ledger: HealthLedger
    /// Unix seconds.
    let now: @Sendable () -> Double

    func collect(into sink: inout MetricSink) {
        let time = now()
        let snapshot = ledger.snapshot(at: time)
        health(snapshot.readings, into: &sink)
        ages(snapshot.readings, at: time, into: &sink)
        phone(snapshot.readings, into: &sink)
        calls(snapshot, into: &sink)
    }

    private func health(_ readings: [HealthBook.Reading], into sink: inout MetricSink) {
        sink.begin(HealthFamilies.health)
        for reading in readings {
            write("overall", reading.health.overall, of: reading.node, into: &sink)
            for entity in reading.health.entities { write(entity.kind.rawValue, entity.state, of: reading.node, into: &sink) }
        }
        sink.begin(HealthFamilies.healthError)
        for reading in readings {
            // What can send has errors of its calls at most, which most never set up.
            for entity in reading.health.entities where entity.state != .available {
                for kind in entity.errorClasses {
                    sink.sample(
                        "node_id", reading.node.id, "entity", entity.kind.rawValue, "class", kind.rawValue, 1)
                }
            }
        }
    }

    private func write(
        _ entity: String, _ current: NodeHealth.State, of node: BusinessNode, into sink: inout MetricSink
    ) {
        for state in NodeHealth.State.allCases {
            sink.label("node_id", node.id)
            sink.label("kind", node.kind.rawValue)
            sink.sample("entity", entity, "state", state.rawValue, state == current)
        }
    }

    private func ages(_ readings: [HealthBook.Reading], at time: Double, into sink: inout MetricSink) {
        sink.begin(HealthFamilies.answered)
        for reading in readings {
            if let isAnswered = reading.isAnswered { sink.sample("node_id", reading.node.id, isAnswered) }
        }
        sink.begin(HealthFamilies.lastSuccess)
        for reading in readings {
            if let at = reading.healthAt { sink.sample("node_id", reading.node.id, at) }
        }
        sink.begin(HealthFamilies.age)
        for reading in readings {
            if let at = reading.healthAt { sink.sample("node_id", reading.node.id, max(time - at, 0)) }
        }
    }

    private func phone(_ readings: [HealthBook.Reading], into sink: inout MetricSink) {
        for (field, family) in HealthFamilies.phone {
            sink.begin(family)
            for reading in readings {
                guard let current = reading.health.phone[field] else { continue }
                for value in field.values { sink.sample("node_id", reading.node.id, "value", value, value == current) }
            }
        }
    }

    private func calls(_ snapshot: HealthLedger.Snapshot, into sink: inout MetricSink) {
        // Nothing has been asked, nor will be.
        let isThere = snapshot.pollInterval != nil || !snapshot.requests.isEmpty
        sink.begin(HealthFamilies.requests)
        for label in HealthAnswer.labels where isThere { sink.sample("class", label, snapshot.requests[label] ?? 0) }
        sink.begin(HealthFamilies.errors)
        for side in APIErrorClass.Side.allCases where isThere {
            sink.sample("side", side.rawValue, snapshot.errors[side] ?? 0)
        }
        sink.begin(HealthFamilies.duration)
        if isThere { sink.histogram(.none, snapshot.durations) }
        sink.begin(HealthFamilies.usage)
        for kind in APIUsage.Kind.allCases {
            if let ratio = snapshot.usage[kind] { sink.sample("kind", kind.rawValue, ratio) }
        }
        sink.begin(HealthFamilies.pollInterval)
        if let interval = snapshot.pollInterval { sink.sample(interval) }
    }
}
