package import WhatsApp
package import Wire

/// How probes of one address went in the window.
package struct AddressReading: Sendable, Equatable {
    /// Of fewer attempts no address is called bad.
    static let leastAttempts = 5

    package var address: IPAddress
    package var attempts: Int
    package var failures: Int
    /// TCP's own handshake; `nil` when none was completed.
    package var leastConnectSeconds: Double?
    package var medianConnectSeconds: Double?
    /// Whether it fails more than the others of its role and family, beyond chance; `nil` when there are too few attempts, or no
    /// others to compare with.
    package var isBad: Bool?

    /// The share of attempts that failed; `nil` without any.
    package var failureShare: WilsonInterval? { WilsonInterval(failures, of: attempts) }
}

/// The addresses of one role in one family.
package struct AddressGroup: Sendable, Equatable {
    package var role: EdgeRole
    package var family: AddressFamily
    /// Sorted.
    package private(set) var addresses: [AddressReading]

    init(role: EdgeRole, family: AddressFamily, _ readings: [AddressReading]) {
        self.role = role
        self.family = family
        addresses = readings.sorted { $0.address < $1.address }
        let (failures, attempts) = (readings.reduce(0) { $0 + $1.failures }, readings.reduce(0) { $0 + $1.attempts })
        for index in addresses.indices {
            let own = addresses[index]
            guard own.attempts >= AddressReading.leastAttempts, attempts - own.attempts >= AddressReading.leastAttempts,
                let share = own.failureShare, let rest = WilsonInterval(failures - own.failures, of: attempts - own.attempts)
            else { continue }
            addresses[index].isBad = share.lower > rest.upper
        }
    }

    /// How far apart the addresses' usual connect times lie, in medians: 0 for alike, 1 for twice as slow or so; `nil` for fewer
    /// than two.
    package var connectSpread: Double? {
        let medians = addresses.compactMap(\.medianConnectSeconds)
        guard medians.count > 1, let least = medians.min(), let most = medians.max(), let middle = medians.median, middle > 0
        else { return nil }
        return (most - least) / middle
    }

    /// Whether every address fails more often than not, beyond chance; `nil` when none was tried often enough.
    package var areAllBad: Bool? {
        let tried = addresses.filter { $0.attempts >= AddressReading.leastAttempts }
        return tried.isEmpty ? nil : tried.allSatisfy { ($0.failureShare?.lower ?? 0) > 0.5 }
    }
}
