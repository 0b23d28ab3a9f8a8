import Posix
import Probing
import WhatsApp
import Wire

/// The estate under a scenario's faults, as probes find it: without sockets, on a clock of its own.
struct World {
    /// The Unix time at the scenario's start.
    static let start = 1_760_000_000.0
    private static let opinionPatience = 3.0

    var weather: Weather
    var memory: [Name: Remembered] = [:]
    /// Targets whose usual answer was found healthy.
    var judged: Set<String> = []

    struct Name: Hashable {
        var text: String
        var family: AddressFamily

        init(_ text: String, _ family: AddressFamily) {
            (self.text, self.family) = (text, family)
        }
    }

    /// An answer kept for its time.
    struct Remembered {
        var resolution: Resolution
        var expiry: Double
    }

    init(_ scenario: Scenario, seed: UInt64) {
        weather = Weather(scenario, seed: seed)
    }

    /// What this host's clock says at a time after the start, in Unix seconds.
    mutating func clock(at time: Double) -> Double { Self.start + time + weather.clockAhead(at: time) }

    /// Probes an endpoint, and another way if the first failure asks for it.
    /// - Returns: what it found, and when it was over, in seconds after the start.
    mutating func probe(_ target: Target, over family: AddressFamily?, at begin: Double) -> (ProbeOutcome, end: Double) {
        var trip = run(target, over: family, at: begin, allowance: target.timeout.seconds)
        guard let reason = trip.outcome.failure, !target.host.isEmpty else { return (trip.outcome, trip.now) }
        for family in AddressFamily.allCases { memory[Name(target.host, family)] = nil }
        guard reason.maybeTheResolver, IPAddress(target.host) == nil else { return (trip.outcome, trip.now) }
        let (opinion, end) = opinion(on: target, after: trip.outcome, over: family, at: trip.now)
        trip.outcome.secondOpinion = opinion
        return (trip.outcome, end)
    }

    private mutating func opinion(
        on target: Target, after first: ProbeOutcome, over family: AddressFamily?, at begin: Double
    ) -> (SecondOpinion?, end: Double) {
        var latest: SecondOpinion?
        let family = family ?? first.address?.ip.family ?? .ip4
        let end = begin + target.timeout.seconds
        var now = begin
        for resolver in Catalogue.publicResolvers where now < end {
            var trip = Trip(begin: now, allowance: min(Self.opinionPatience, end - now))
            do throws(ProbeFailure) {
                let resolution = try resolve(target.host, family: family, at: resolver.ip, on: &trip)
                now = trip.now
                if let tried = first.address?.ip, resolution.addresses.contains(tried) { return (nil, now) }
                guard let ip = resolution.addresses.first(where: { $0.reach == .global }) else {
                    throw ProbeFailure(.dnsBogon, "\(resolver) lies too")
                }
                var elsewhere = target
                elsewhere.address = ip
                let second = run(elsewhere, over: ip.family, at: now, allowance: end - now)
                return (
                    SecondOpinion(resolver: resolver, address: second.outcome.address, failure: second.outcome.failure),
                    second.now
                )
            } catch {
                now = trip.now
                latest = SecondOpinion(resolver: resolver, address: nil, failure: error.reason)
            }
        }
        return (latest, now)
    }

    private mutating func run(_ target: Target, over family: AddressFamily?, at begin: Double, allowance: Double) -> Trip {
        var trip = Trip(begin: begin, allowance: allowance)
        do throws(ProbeFailure) {
            try go(to: target, over: family, on: &trip)
        } catch {
            trip.outcome.failure = error.reason
            trip.outcome.detail = error.detail
        }
        trip.outcome.duration = .seconds(trip.elapsed)
        return trip
    }

    private mutating func go(to target: Target, over family: AddressFamily?, on trip: inout Trip) throws(ProbeFailure) {
        switch target.prober {
        case is GatewayProber: try knock(on: &trip)
        case let prober as DNSProber: try ask(prober, target, on: &trip)
        case is ChatProber:
            let connection = try dial(target, over: family, on: &trip)
            try shakeHands(over: connection, on: &trip)
        case let prober as HTTPProber:
            let connection = try dial(target, over: family, on: &trip)
            try secure(connection, for: target, on: &trip)
            try request(prober, target, over: connection, on: &trip)
        default:
            _ = try dial(target, over: family, on: &trip)
            trip.outcome.detail = "connected"
        }
    }

    /// Whether the gateway is there.
    private mutating func knock(on trip: inout Trip) throws(ProbeFailure) {
        let faults = weather.hostFaults(at: trip.begin)
        if faults.contains(.noRoute) { throw ProbeFailure(.noRoute, "this host has no default route") }
        if faults.contains(.interfaceDown) { throw ProbeFailure(.networkDown, "interface eth0 is down") }
        if faults.contains(.descriptorsFull) { throw ProbeFailure(.localResources, "too many open files") }
        trip.outcome.address = SocketAddress(Estate.gateway, port: 53)
        let struck = weather.faults(at: Place(connectionTo: Estate.gateway, port: 53), trip.begin)
        if faults.contains(.gatewaySilent) || struck.contains(.tcp(.silent)) || struck.contains(.loss) {
            trip.wait(2)
            throw ProbeFailure(.gatewaySilent, "gateway \(Estate.gateway) on eth0 is silent")
        }
        // A table that is full drops our packet, but not the gateway's answer to ARP.
        try trip.spend(weather.varied(0.001), on: .connect, orElse: .gatewaySilent)
        trip.outcome.detail = "gateway \(Estate.gateway) on eth0 answers"
    }
}
