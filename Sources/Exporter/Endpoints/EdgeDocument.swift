import Diagnosis
import FoundationEssentials
import WhatsApp
import Wire

/// Where the names lead and how that compares with the week before, as `/api/v1/edges` tells it.
struct EdgeDocument: Encodable {
    struct Edge: Encodable {
        var role: String
        var host: String?
        var resolver: String
        var family: String
        /// `home`, `steered`, `failover_suspected` or `unknown`.
        var state: String
        var edge: String?
        var address: String?
        /// The place by the address's reverse name, as spelt there.
        var pop: String?
        var name: String?
        var nameStanding: String?
        var since: Date?
        var answeredAt: Date?
        var changes: UInt64
        var home: String?
        /// Of the last 168 hours; with few, home is only where this host was first led.
        var observedHours: Int
        var pinned: Pinned?
        var distanceMeters: Double?
        var roundTripPlausible: Bool?
    }

    struct Pinned: Encodable {
        var address: String
        var success: Bool?
        var at: Date?
        var handshakeSeconds: Double?
    }

    /// What one resolver answered in the last hour.
    struct Answers: Encodable {
        var role: String
        var resolver: String
        var family: String
        var queries: UInt64
        var unanswered: UInt64
        var shares: [Share]
        var effectiveAddresses: Double
        var entropyRatio: Double
        var setChangeRatio: Double?
        var ttlSeconds: UInt32?
        var ttlMaxSeconds: UInt32?
    }

    struct Share: Encodable {
        var address: String
        var ratio: Double
    }

    /// How one address fared in the last hour.
    struct Address: Encodable {
        var role: String
        var address: String
        var attempts: Int
        var failures: Int
        var failureLowerRatio: Double?
        var failureUpperRatio: Double?
        var connectMinSeconds: Double?
        var connectMedianSeconds: Double?
        var bad: Bool?
    }

    var at: Date
    var edges: [Edge]
    var answers: [Answers]
    var addresses: [Address]

    init(_ overview: EdgeOverview, at now: Double) {
        at = Date(timeIntervalSince1970: now)
        edges = overview.edges.map { Edge($0, in: overview) }
        answers = overview.answers.map(Answers.init)
        addresses = overview.groups.flatMap { group in group.addresses.map { Address($0, as: group.role) } }
    }
}

extension EdgeDocument.Edge {
    init(_ reading: EdgeReading, in overview: EdgeOverview) {
        let distance = overview.distance(to: reading)
        self.init(
            role: reading.key.role.rawValue, host: overview.hosts[reading.key.role], resolver: reading.key.resolver,
            family: reading.key.family.rawValue, state: reading.state.rawValue, edge: reading.edge?.description,
            address: reading.address?.description, pop: reading.place?.description, name: reading.name?.text,
            nameStanding: reading.name?.standing.rawValue, since: reading.since.map { Date(timeIntervalSince1970: $0) },
            answeredAt: reading.answeredAt.map { Date(timeIntervalSince1970: $0) }, changes: reading.changes,
            home: reading.home?.description, observedHours: reading.observedHours,
            pinned: reading.pinned.map(EdgeDocument.Pinned.init), distanceMeters: distance?.meters,
            roundTripPlausible: distance?.isPlausible)
    }
}

extension EdgeDocument.Pinned {
    init(_ pinned: EdgeReading.Pinned) {
        self.init(
            address: "\(pinned.address)", success: pinned.isSuccess, at: pinned.at.map { Date(timeIntervalSince1970: $0) },
            handshakeSeconds: pinned.handshakeSeconds)
    }
}

extension EdgeDocument.Answers {
    init(_ reading: AnswerReading) {
        self.init(
            role: reading.key.role.rawValue, resolver: reading.key.resolver, family: reading.key.family.rawValue,
            queries: reading.queries, unanswered: reading.unanswered,
            shares: reading.shares.map { EdgeDocument.Share(address: "\($0.address)", ratio: $0.ratio) },
            effectiveAddresses: reading.effectiveAddresses, entropyRatio: reading.normalisedEntropy,
            setChangeRatio: reading.setChange, ttlSeconds: reading.ttlSeconds, ttlMaxSeconds: reading.longestTTLSeconds)
    }
}

extension EdgeDocument.Address {
    init(_ reading: AddressReading, as role: EdgeRole) {
        self.init(
            role: role.rawValue, address: "\(reading.address)", attempts: reading.attempts, failures: reading.failures,
            failureLowerRatio: reading.failureShare?.lower, failureUpperRatio: reading.failureShare?.upper,
            connectMinSeconds: reading.leastConnectSeconds, connectMedianSeconds: reading.medianConnectSeconds, bad: reading.isBad
        )
    }
}
