import Posix
import Probing
import WhatsApp
import Wire

extension World {
    /// Finds a name's addresses, remembered ones among them.
    mutating func resolve(
        _ name: String, family: AddressFamily, at server: IPAddress? = nil, on trip: inout Trip
    ) throws(ProbeFailure) -> Resolution {
        if server == nil, name == "web.whatsapp.com", weather.hostFaults(at: trip.now).contains(.hostsFile) {
            return Resolution(source: .hostsFile, addresses: family == .ip4 ? [.v4(0)] : [])
        }
        if server == nil, let known = memory[Name(name, family)], known.expiry > trip.now { return known.resolution }
        let asked = server ?? Estate.systemResolver.address
        let attempts = server == nil ? 2 : 1
        let resolution = try query(name, family: family, at: asked, attempts: attempts, on: &trip)
        if server == nil {
            let seconds = min(Double(resolution.ttlSeconds ?? 0), 300)
            var remembered = resolution
            remembered.source = .cache
            remembered.duration = .zero
            memory[Name(name, family)] = seconds > 0 ? Remembered(resolution: remembered, expiry: trip.now + seconds) : nil
        }
        guard !resolution.addresses.isEmpty else { throw ProbeFailure(.dnsNoAnswer, "\(asked) has no record for \(name)") }
        return resolution
    }

    /// Asks a server, as often as a resolver does.
    mutating func query(
        _ name: String, family: AddressFamily, at server: IPAddress, attempts: Int, on trip: inout Trip
    ) throws(ProbeFailure) -> Resolution {
        let host = weather.hostFaults(at: trip.now)
        if host.contains(.descriptorsFull) { throw ProbeFailure(.localResources, "too many open files") }
        if host.contains(.conntrackFull) { throw ProbeFailure(.permissionDenied, "DNS server \(server): EPERM") }
        if !host.isDisjoint(with: [.noRoute, .interfaceDown]) {
            throw ProbeFailure(.dnsUnreachable, "DNS server \(server): ENETUNREACH")
        }
        if host.contains(.noResolver), Estate.resolverRole(of: server) == .system {
            throw ProbeFailure(.dnsNoResolver, "no nameserver in /etc/resolv.conf, and none on this machine")
        }
        let place = Place(queryFor: name, family: family, at: server)
        for _ in 0..<attempts where trip.elapsed < trip.allowance {
            let struck = weather.faults(at: place, trip.now)
            if host.contains(.gatewaySilent) || struck.contains(.loss) || struck.contains(.dns(.timeout))
                || isStalled(at: trip.now)
            {
                trip.wait(Self.resolverTimeout)
                continue
            }
            return try answer(to: name, family: family, from: server, struck, on: &trip)
        }
        throw ProbeFailure(.dnsTimeout, "no answer from DNS server \(server)")
    }

    private static let resolverTimeout = 5.0

    private mutating func answer(
        to name: String, family: AddressFamily, from server: IPAddress, _ faults: [Fault], on trip: inout Trip
    ) throws(ProbeFailure) -> Resolution {
        let base: Double =
            switch Estate.resolverRole(of: server) {
            case .system: 0.003
            case .public: 0.014
            case .authority, nil: 0.035
            }
        let seconds = weather.varied(base) + delay(faults)
        try trip.spend(seconds, on: .resolve, orElse: .dnsTimeout)
        var steering = Estate.resolver(at: server)?.steersTo ?? Estate.home
        var ttl = Estate.ttl
        var forged: IPAddress?
        for case .dns(let fault) in faults {
            switch fault {
            case .servfail: throw ProbeFailure(.dnsServfail, "\(server) answered SERVFAIL for \(name)")
            case .nxdomain: throw ProbeFailure(.dnsNXDomain, "\(server) answered NXDOMAIN for \(name)")
            case .refused: throw ProbeFailure(.dnsRefused, "\(server) answered REFUSED for \(name)")
            case .noAnswer: throw ProbeFailure(.dnsNoAnswer, "\(server) has no record for \(name)")
            case .timeout: break
            case .forged(let address): forged = address
            case .ttl(let value): ttl = value
            case .steer(let code): steering = code
            }
        }
        let right = Estate.addresses(of: name, family: family, steeredTo: steering)
        let addresses = forged.map { $0.family == family ? [$0] : [] } ?? right
        guard let addresses else { throw ProbeFailure(.dnsNXDomain, "\(server) answered NXDOMAIN for \(name)") }
        let alias = Estate.metaHosts.first { $0.name == name }?.canonicalName.flatMap { DNSName($0) }
        return Resolution(
            source: .dns, addresses: addresses, responseCode: .noError, ttlSeconds: UInt32(ttl.components.seconds),
            cnames: alias.map { [$0] } ?? [], server: SocketAddress(server, port: 53), duration: .seconds(seconds))
    }

    /// Runs a probe of a DNS server.
    mutating func ask(_ prober: DNSProber, _ target: Target, on trip: inout Trip) throws(ProbeFailure) {
        var server = Estate.systemResolver.address
        if !target.host.isEmpty {
            server = try resolved(target, family: .ip4, on: &trip)
        }
        trip.outcome.address = SocketAddress(server, port: target.port == 0 ? 53 : target.port)
        if prober.queryType == .soa {
            // A zone has no addresses of its own, only a beginning.
            trip.outcome.resolution = try query(prober.queryName, family: .ip4, at: server, attempts: 2, on: &trip)
        } else {
            let resolution = try query(prober.queryName, family: .ip4, at: server, attempts: 2, on: &trip)
            trip.outcome.resolution = resolution
            if resolution.addresses.isEmpty {
                throw ProbeFailure(.dnsNoAnswer, "\(server) has no record for \(prober.queryName)")
            }
            if prober.expectsPublicAnswer, let bogus = resolution.addresses.first(where: { $0.reach != .global }) {
                throw ProbeFailure(.dnsBogon, "\(server) gives \(prober.queryName) the address \(bogus)")
            }
        }
        trip.outcome.phases[.request] = trip.outcome.phases[.resolve]
        trip.outcome.detail = "answered"
    }

    /// The first address of a target's host.
    mutating func resolved(_ target: Target, family: AddressFamily, on trip: inout Trip) throws(ProbeFailure) -> IPAddress {
        if let given = target.address ?? IPAddress(target.host) {
            guard given.family == family else { throw ProbeFailure(.dnsNoAnswer, "\(given) is no \(family.rawValue) address") }
            return given
        }
        let resolution = try resolve(target.host, family: family, on: &trip)
        trip.outcome.resolution = resolution
        guard let address = resolution.addresses.first else { throw ProbeFailure(.dnsNoAnswer, "\(target.host) has no address") }
        if target.isPublic, let bogus = resolution.addresses.first(where: { $0.reach != .global }) {
            throw ProbeFailure(.dnsBogon, "gives \(target.host) the \(bogus.reach.rawValue) address \(bogus)")
        }
        return address
    }

    func delay(_ faults: [Fault]) -> Double {
        faults.reduce(0) { if case .delay(let more) = $1 { $0 + more.seconds } else { $0 } }
    }
}
