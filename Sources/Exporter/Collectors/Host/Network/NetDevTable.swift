import Prometheus

/// Traffic as one scrape has it: a row for each interface, a column for each family. Its memory is kept from scrape to scrape.
struct NetDevTable: Sendable {
    private let families: [MetricFamily]
    private var labels: [Labels] = []
    /// Row after row.
    private var values: [UInt64] = []

    init(_ families: [MetricFamily]) {
        self.families = families
    }

    mutating func removeRows() {
        labels.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Begins a row, whose values are appended by the caller to the end of what `body` is given: one for each family.
    mutating func append(_ labels: Labels, _ body: (inout [UInt64]) -> Void) {
        self.labels.append(labels)
        body(&values)
    }

    func write(into sink: inout MetricSink) {
        guard !labels.isEmpty else { return }
        for (column, family) in families.enumerated() {
            sink.begin(family)
            var place = column
            for labels in labels {
                sink.sample(labels, values[place])
                place += families.count
            }
        }
    }
}
