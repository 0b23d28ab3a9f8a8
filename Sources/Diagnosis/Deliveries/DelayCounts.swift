/// How many delays there were of which length.
package struct DelayCounts: Sendable, Equatable {
    /// Upper bounds in seconds of deliveries: the platform's times are whole seconds, and a phone may be off for days.
    package static let deliveryBounds = [1.0, 2, 5, 10, 30, 60, 300, 1800, 7200, 43_200, 86_400]
    /// Upper bounds in seconds of webhooks: Meta tries for a week.
    package static let lagBounds = [1.0, 2, 5, 10, 30, 60, 300, 1800, 7200, 43_200, 86_400]

    /// Of each bound alone, those above all bounds last.
    package private(set) var counts: [UInt64]
    /// In seconds.
    package private(set) var sum: UInt64 = 0

    init(bounds: [Double]) {
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func count(_ seconds: UInt32, in bounds: [Double]) {
        counts[bounds.firstIndex { Double(seconds) <= $0 } ?? bounds.count] &+= 1
        sum &+= UInt64(seconds)
    }

    func write(into writer: inout SnapshotWriter) {
        for count in counts { writer.write(variable: count) }
        writer.write(variable: sum)
    }

    init?(bounds: [Double], from reader: inout SnapshotReader) {
        guard let counts = reader.list(UInt64(bounds.count + 1), { $0.variable() }), let sum = reader.variable() else {
            return nil
        }
        (self.counts, self.sum) = (counts, sum)
    }
}
