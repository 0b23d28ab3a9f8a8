package import WhatsApp
package import Wire

/// How far answers agree on the place they lead to: between resolvers, between chat and web, between families.
///
/// Places are compared by name where all have one, else by network; IPv4 with IPv6 by name only. Disagreement is no fault: every
/// resolver is led where its operator's network is nearest.
package struct EdgeAgreement: Sendable, Equatable {
    /// The share of a role's resolvers that give the commonest place.
    package struct Resolvers: Sendable, Equatable {
        package var role: EdgeRole
        package var family: AddressFamily
        package var ratio: Double
    }

    /// Whether one resolver leads chat and web to the same place.
    package struct Roles: Sendable, Equatable {
        package var resolver: String
        package var family: AddressFamily
        package var isSame: Bool
    }

    /// Whether one resolver leads a role over IPv4 and IPv6 to the same place.
    package struct Families: Sendable, Equatable {
        package var role: EdgeRole
        package var resolver: String
        package var isSame: Bool
    }

    /// For roles with two resolvers that answered lately, or more.
    package private(set) var resolvers: [Resolvers] = []
    package private(set) var roles: [Roles] = []
    package private(set) var families: [Families] = []

    /// Compares what answered lately.
    package init(of readings: [EdgeReading]) {
        let readings = readings.filter(\.isCurrent)
        for role in EdgeRole.allCases {
            for family in AddressFamily.allCases {
                let same = readings.filter { $0.key.role == role && $0.key.family == family }
                guard same.count > 1, let ratio = Self.modalShare(same) else { continue }
                resolvers.append(Resolvers(role: role, family: family, ratio: ratio))
            }
        }
        for chat in readings where chat.key.role == .chat {
            let key = EdgeKey(role: .web, resolver: chat.key.resolver, family: chat.key.family)
            guard let web = readings.first(where: { $0.key == key }), let share = Self.modalShare([chat, web]) else { continue }
            roles.append(Roles(resolver: key.resolver, family: key.family, isSame: share == 1))
        }
        for ip4 in readings where ip4.key.family == .ip4 {
            let key = EdgeKey(role: ip4.key.role, resolver: ip4.key.resolver, family: .ip6)
            guard let ip6 = readings.first(where: { $0.key == key }), let place4 = ip4.place, let place6 = ip6.place
            else { continue }
            families.append(Families(role: key.role, resolver: key.resolver, isSame: place4 == place6))
        }
    }

    private static func modalShare(_ readings: [EdgeReading]) -> Double? {
        let places = readings.compactMap { $0.place?.description }
        let names = places.count == readings.count ? places : readings.compactMap { $0.edge?.description }
        let most = Dictionary(grouping: names) { $0 }.values.map(\.count).max()
        return most.map { Double($0) / Double(names.count) }
    }
}
