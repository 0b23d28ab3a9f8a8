import Posix
import Probing
import WhatsApp
import Wire

extension World {
    /// An open connection, and what will go wrong on it.
    struct Connection {
        var place: Place
        var address: IPAddress
        /// Seconds for a round trip, delays included.
        var roundTrip: Double
        var faults: [Fault]
    }

    /// Resolves a target's host and connects: over IPv4, or over IPv6 where there is no IPv4.
    mutating func dial(
        _ target: Target, over family: AddressFamily?, on trip: inout Trip
    ) throws(ProbeFailure) -> Connection {
        if let family { return try dial(target, family: family, on: &trip) }
        let first: ProbeFailure
        do throws(ProbeFailure) {
            return try dial(target, family: .ip4, on: &trip)
        } catch {
            guard error.reason.mayBeTheFamily else { throw error }
            first = error
        }
        let overIPv4 = trip.outcome
        do throws(ProbeFailure) {
            return try dial(target, family: .ip6, on: &trip)
        } catch {
            guard error.reason.mayBeTheFamily else { throw error }
            trip.outcome = overIPv4
            throw first
        }
    }

    private mutating func dial(
        _ target: Target, family: AddressFamily, on trip: inout Trip
    ) throws(ProbeFailure) -> Connection {
        let address = try resolved(target, family: family, on: &trip)
        trip.outcome.address = SocketAddress(address, port: target.port)
        try leave(over: family, on: &trip)
        let isStranger = Estate.host(at: address) == nil && Estate.controls(at: address).isEmpty
        let host = isStranger || IPAddress(target.host) != nil ? nil : target.host
        let place = Place(connectionTo: address, port: target.port, host: host)
        if weather.hostFaults(at: trip.now).contains(.firewall), place.components.contains(where: { $0.scopes == [.consumer] }) {
            throw ProbeFailure(.permissionDenied, "\(address): EPERM")
        }
        let struck = weather.faults(at: place, trip.now)
        guard !struck.contains(.loss), !isStalled(at: trip.now) else { throw trip.timedOut(.connectTimeout) }
        let roundTrip = weather.varied(Estate.roundTrip(to: address)) + delay(struck)
        var seconds = roundTrip
        for case .tcp(let fault) in struck {
            switch fault {
            case .refused:
                try trip.spend(roundTrip, on: .connect, orElse: .connectTimeout)
                trip.outcome.phases[.connect] = nil
                throw ProbeFailure(.connectionRefused, "\(address): ECONNREFUSED")
            case .silent: throw trip.timedOut(.connectTimeout)
            case .slow(let more): seconds += more.seconds
            // Seen once something is read.
            case .reset, .halfOpen: break
            }
        }
        // A stranger serves the web and nothing else.
        guard !isStranger || target.port == 443 || target.port == 80 else {
            throw ProbeFailure(.connectionRefused, "\(address): ECONNREFUSED")
        }
        try trip.spend(seconds, on: .connect, orElse: .connectTimeout)
        return Connection(place: place, address: address, roundTrip: roundTrip, faults: struck)
    }

    /// What this host itself has against a new connection.
    private mutating func leave(over family: AddressFamily, on trip: inout Trip) throws(ProbeFailure) {
        let faults = weather.hostFaults(at: trip.now)
        if faults.contains(.descriptorsFull) { throw ProbeFailure(.localResources, "too many open files") }
        if faults.contains(.noRoute) || faults.contains(.noIPv6) && family == .ip6 {
            throw ProbeFailure(.networkUnreachable, "ENETUNREACH")
        }
        if faults.contains(.interfaceDown) { throw ProbeFailure(.networkDown, "ENETDOWN") }
        // The kernel drops the first packet of what it cannot track.
        if faults.contains(.gatewaySilent) || faults.contains(.conntrackFull) { throw trip.timedOut(.connectTimeout) }
        if faults.contains(.backlogDrops), weather.draw() < 0.8 { throw trip.timedOut(.connectTimeout) }
    }

    /// Whether the prober gets no time or no memory to go on in time, or the kernel none for its packets.
    mutating func isStalled(at time: Double) -> Bool {
        let faults = weather.hostFaults(at: time)
        return !faults.isDisjoint(with: [.cpuStall, .memoryStall, .tcpMemoryFull]) && weather.draw() < 0.8
    }
}

extension Estate {
    /// Seconds to an address and back while all is well.
    static func roundTrip(to address: IPAddress) -> Double {
        switch edge(of: address) {
        case amazonEdge: 0.031
        case .some(let code): (pointOfPresence(code)?.roundTripMilliseconds ?? 0) / 1000
        case nil: 0.018
        }
    }
}
