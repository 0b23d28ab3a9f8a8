import WhatsApp
import Wire

/// How often each address was answered, by the hour, over seven days.
///
/// Slots are written over by their hour's turn, so that a clock that leaps ahead and back costs the hours it touched only.
struct HomeHours: Sendable {
    static let span = 7 * 24
    /// A resolver that answers more addresses than this in an hour has its first ones counted.
    private static let mostAddresses = 8
    private static let mostCounts = 1_000_000

    private struct Hour: Sendable {
        var number: Int
        /// The one answered last stands last.
        var counts: [(address: IPAddress, count: Int)] = []
    }

    private var slots: [Int: Hour] = [:]

    /// Whole hours since 1970; `nil` for a time outside any calendar.
    static func number(at time: Double) -> Int? {
        guard time >= 0, time < 1e12 else { return nil }
        return Int(time / 3600)
    }

    mutating func add(_ address: IPAddress, count: Int = 1, inHour number: Int) {
        guard number >= 0, count > 0 else { return }
        var hour = slots[number % Self.span] ?? Hour(number: number)
        if hour.number != number { hour = Hour(number: number) }
        let index = hour.counts.firstIndex { $0.address == address }
        let before = index.map { hour.counts.remove(at: $0).count } ?? 0
        guard hour.counts.count < Self.mostAddresses else { return }
        hour.counts.append((address, min(before + min(count, Self.mostCounts), Self.mostCounts)))
        slots[number % Self.span] = hour
    }

    /// The edge answered most in the span up to an hour, and its address that was answered last.
    ///
    /// Of two answered as often it is the one seen earlier, so that a home is lost only to an edge that outnumbers it.
    func home(inHour number: Int) -> (edge: EdgeNetwork, address: IPAddress)? {
        struct Tally {
            var count = 0
            var firstHour: Int
            var address: IPAddress
        }
        var tallies: [EdgeNetwork: Tally] = [:]
        for hour in hours(upTo: number) {
            for (address, count) in hour.counts {
                var tally = tallies[EdgeNetwork(of: address)] ?? Tally(firstHour: hour.number, address: address)
                tally.count += count
                tally.address = address
                tallies[EdgeNetwork(of: address)] = tally
            }
        }
        let best = tallies.max { left, right in
            (left.value.count, -left.value.firstHour, right.key) < (right.value.count, -right.value.firstHour, left.key)
        }
        return best.map { ($0.key, $0.value.address) }
    }

    /// In how many hours of the span something was answered.
    func observedHours(upTo number: Int) -> Int { hours(upTo: number).count }

    func rows(key: String, inHour only: Int? = nil) -> [EdgeHomeRow] {
        slots.values.filter { only == nil || $0.number == only }.sorted { $0.number < $1.number }.flatMap { hour in
            hour.counts.map { EdgeHomeRow(key: key, hour: hour.number, edge: "\($0.address)", count: $0.count) }
        }
    }

    private func hours(upTo number: Int) -> [Hour] {
        slots.values.filter { $0.number <= number && $0.number > number - Self.span }.sorted { $0.number < $1.number }
    }
}
