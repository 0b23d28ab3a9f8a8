import Posix
import Probing
import Prometheus
import Wire

/// What `/probe` answers of a probe: blackbox_exporter's families by its names, and after them our own.
///
/// A family is there whenever blackbox_exporter has it for such an ending, with its values; what it leaves out after a failure and
/// somebody would want, such as the certificates that did not convince, is there too.
struct ProbeExposition {
    let probe: FinishedProbe
    var outcome: ProbeOutcome { probe.outcome }

    private static let success = MetricFamily(
        "probe_success", .gauge, help: "1 if the probe found what its module asks for, 0 if not: probe_failure_info says why.")
    private static let duration = MetricFamily(
        "probe_duration_seconds", .gauge, help: "How long the probe took, from its first step to its last.")
    private static let timeout = MetricFamily(
        "probe_timeout_seconds", .gauge, help: "How long the probe was allowed to take.")
    private static let failureInfo = MetricFamily(
        "probe_failure_info", .gauge,
        help: "1 under the reason a probe failed for, of a closed set, and the layer it failed in; absent after a success.")
    private static let lookupTime = MetricFamily(
        "probe_dns_lookup_time_seconds", .gauge,
        help: "How long it took to find the target's addresses; 0 where nobody had to be asked.")
    private static let ipProtocol = MetricFamily(
        "probe_ip_protocol", .gauge, help: "IP version of the address probed, 4 or 6; 0 when none was found.")
    private static let addressHash = MetricFamily(
        "probe_ip_addr_hash", .gauge,
        help: "32-bit FNV-1a hash of the address probed: another value means another address. 0 when none was found.")
    private static let phaseDuration = MetricFamily(
        "probe_phase_duration_seconds", .gauge,
        help: "How long each phase of the probe took, summed over redirects; absent for phases it did not complete.")
    private static let addressSuccess = MetricFamily(
        "probe_address_success", .gauge, help: "Whether the probe succeeded at an address, for modules that probe several.")
    private static let addressDuration = MetricFamily(
        "probe_address_duration_seconds", .gauge, help: "How long the probe of an address took, for modules that probe several.")

    init(_ probe: FinishedProbe) {
        self.probe = probe
    }

    func write(into sink: inout MetricSink) {
        address(into: &sink)
        sink.begin(Self.duration)
        sink.sample(outcome.duration.seconds)
        prober(into: &sink)
        tls(into: &sink)
        sink.begin(Self.success)
        sink.sample(outcome.isSuccess)
        sink.begin(Self.timeout)
        sink.sample(probe.timeout.seconds)
        failure(into: &sink)
        phases(into: &sink)
        addresses(into: &sink)
    }

    /// The address the probe talked to, or would have.
    var ip: IPAddress? { outcome.address?.ip ?? outcome.resolution?.addresses.first }

    /// How long the addresses were looked for, whether or not any were found.
    var lookupSeconds: Double {
        if ip == nil, outcome.failure?.layer == .resolving { return outcome.duration.seconds }
        return sum(.resolve)
    }

    /// The sum of phases that were reached.
    func sum(_ phases: Phase...) -> Double {
        phases.reduce(0) { $0 + (outcome.phases[$1]?.seconds ?? 0) }
    }

    private func prober(into sink: inout MetricSink) {
        switch probe.module.kind {
        case .http(let settings): http(settings, into: &sink)
        case .tcp, .unix, .udp: dialogue(into: &sink)
        case .dns(let settings): dns(settings, into: &sink)
        case .icmp: echo(into: &sink)
        case .grpc: grpc(into: &sink)
        case .webSocket: webSocket(into: &sink)
        case .postgres: database(into: &sink)
        case .whatsAppChat(let settings):
            if settings.overWebSocket { webSocket(into: &sink) }
            chat(into: &sink)
        case .tls: break
        }
    }

    /// Nothing for what has no address, or is no target.
    private func address(into sink: inout MetricSink) {
        if case .unix = probe.module.kind { return }
        guard outcome.failure != .targetInvalid else { return }
        sink.begin(Self.lookupTime)
        sink.sample(lookupSeconds)
        sink.begin(Self.addressHash)
        sink.sample(UInt64(ip?.fnv1a ?? 0))
        sink.begin(Self.ipProtocol)
        sink.sample(ip.map { $0.family == .ip4 ? 4 : 6 } ?? 0)
    }

    private func failure(into sink: inout MetricSink) {
        guard let reason = outcome.failure else { return }
        sink.begin(Self.failureInfo)
        sink.sample("reason", reason.rawValue, "layer", reason.layer?.rawValue ?? "other", 1)
    }

    private func phases(into sink: inout MetricSink) {
        let reached = Phase.allCases.filter { outcome.phases[$0] != nil }
        guard !reached.isEmpty else { return }
        sink.begin(Self.phaseDuration)
        for phase in reached { sink.sample("phase", phase.rawValue, sum(phase)) }
    }

    private func addresses(into sink: inout MetricSink) {
        guard !outcome.addresses.isEmpty else { return }
        sink.begin(Self.addressSuccess)
        for one in outcome.addresses { sink.sample("address", one.address.description, one.failure == nil) }
        sink.begin(Self.addressDuration)
        for one in outcome.addresses { sink.sample("address", one.address.description, one.duration.seconds) }
    }
}

extension IPAddress {
    /// FNV-1a over the 4 or 16 bytes.
    var fnv1a: UInt32 {
        bytes.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
