/// The series of a family over a closed set of keys, in a fixed order.
struct SeriesSet<Key: Hashable & Sendable>: Sendable {
    let labels: [Labels]
    private let positions: [Key: Int]

    /// - Precondition: keys are distinct, and so are their labels.
    init(_ keys: [Key], labels: (Key) -> Labels) {
        self.labels = keys.map(labels)
        precondition(Set(self.labels).count == keys.count, "two series of the same labels")
        positions = Dictionary(uniqueKeysWithValues: zip(keys, keys.indices))
    }

    func position(of key: Key) -> Int? { positions[key] }
}
