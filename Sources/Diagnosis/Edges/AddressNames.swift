package import Wire

/// The names of addresses, each kept for a day.
package struct AddressNames: Sendable {
    private static let most = 512
    private static let validSeconds = 86_400.0
    private static let retrySeconds = 600.0

    private struct Entry: Sendable {
        var name: AddressName?
        /// When to ask again.
        var dueAt: Double
        var askedAt: Double
    }

    private var entries: [IPAddress: Entry] = [:]

    package init() {}

    package subscript(address: IPAddress) -> AddressName? { entries[address]?.name }

    /// Whether the address's name should be asked for; if so, nobody else is told to for ten minutes.
    package mutating func claim(_ address: IPAddress, at time: Double) -> Bool {
        guard time.isFinite else { return false }
        // Due, or asked in a future that a step of the clock took back.
        if let entry = entries[address], entry.askedAt <= time, time < entry.dueAt { return false }
        if entries[address] == nil, entries.count >= Self.most,
            let oldest = entries.min(by: { $0.value.askedAt < $1.value.askedAt })
        {
            entries[oldest.key] = nil
        }
        entries[address] = Entry(name: entries[address]?.name, dueAt: time + Self.retrySeconds, askedAt: time)
        return true
    }

    /// Keeps what was found; an address nobody claimed is not kept.
    package mutating func record(_ name: AddressName, of address: IPAddress, at time: Double) {
        guard entries[address] != nil, time.isFinite else { return }
        entries[address] = Entry(name: name, dueAt: time + Self.validSeconds, askedAt: time)
    }
}
