extension DeliveryBook {
    private static let version: UInt8 = 1

    /// All of it; six megabytes at most.
    package var snapshot: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        writer.write(waitSeconds.bitPattern)
        counts.write(into: &writer)
        accounts.write(into: &writer)
        messages.write(into: &writer)
        ring.write(into: &writer)
        baseline.write(into: &writer)
        return writer.sealed
    }

    /// Takes back a snapshot; what was learnt for another time to wait is left out.
    /// - Returns: `false` for one of another version or a spoilt one, which changes nothing.
    package mutating func restore(_ snapshot: [UInt8]) -> Bool {
        guard var reader = SnapshotReader(sealed: snapshot, version: Self.version), let waitSeconds = reader.time(),
            let counts = DeliveryCounts(from: &reader), let accounts = AccountBook(from: &reader),
            let messages = MessageTable(from: &reader), let ring = SendingRing(from: &reader),
            let baseline = DeliveryBaseline(from: &reader), reader.isAtEnd
        else { return false }
        (self.counts, self.accounts, self.messages) = (counts, accounts, messages)
        if waitSeconds == self.waitSeconds { (self.ring, self.baseline) = (ring, baseline) }
        return true
    }
}
