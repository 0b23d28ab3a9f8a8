/// What rules about signs reckon with.
extension HostSigns {
    var elapsedSeconds: Double? {
        guard let first = readings.first, let last = readings.last, last.at - first.at >= 5 else { return nil }
        return last.at - first.at
    }

    func rise(_ counter: KeyPath<HostReading, UInt64?>) -> Double? {
        guard readings.count > 1, let first = readings.first, let last = readings.last else { return nil }
        return rise(from: first[keyPath: counter], to: last[keyPath: counter])
    }

    func rise(from first: UInt64?, to last: UInt64?) -> Double? {
        guard let first, let last, last >= first else { return nil }
        return Double(last - first)
    }

    /// Mean of the last two readings: one alone may be a moment's.
    func recent(_ ratio: KeyPath<HostReading, Double?>) -> Double? {
        let values = readings.suffix(2).compactMap { $0[keyPath: ratio] }.filter(\.isFinite)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    func share(of part: UInt64?, in whole: UInt64?) -> Double? {
        guard let part, let whole, whole > 0 else { return nil }
        return Double(part) / Double(whole)
    }

    func severity(_ value: Double, mild: Double, severe: Double) -> HostSign.Severity? {
        value >= severe ? .severe : value >= mild ? .mild : nil
    }

    /// "12 %".
    func percent(_ ratio: Double) -> String { "\(Int(max(0, min(ratio, 10)) * 100 + 0.5)) %" }

    /// Without its fraction.
    func whole(_ number: Double) -> Int { Int(max(0, min(number, 1e15))) }
}
