import Prometheus

/// The families of several files, put together as far as one exposition can hold them.
struct TextfileFamilies {
    private struct Entry {
        let name: String
        let type: MetricType
        var help: String?
        var files: [String]
        var series: [ParsedSeries] = []
        var known: Set<[ParsedLabel]> = []
    }

    private let own: OwnFamilies
    private var entries: [Entry] = []
    private var positions: [String: Int] = [:]
    /// What samples are called, and the family they are of.
    private var sampleNames: [String: String] = [:]

    /// - Parameter own: the families that are not for files.
    init(besides own: OwnFamilies) {
        self.own = own
    }

    /// Adds a family, to that of the same name if an earlier file has it.
    ///
    /// The first to come stays: a family of ours, a family of another type or another help, a series that is there already.
    /// - Returns: what had to be left out and why; `nil` when nothing was.
    mutating func add(_ family: ParsedFamily, from path: String) -> String? {
        if own.contain(family) { return "\(family.name): the exporter has metrics of that name itself" }
        guard let position = positions[family.name] else { return begin(family, from: path) }
        let entry = entries[position]
        guard entry.type == family.type else { return "\(family.name): is of another type in \(entry.files[0])" }
        if let help = entry.help, let other = family.help, help != other {
            return "\(family.name): has another help text in \(entry.files[0])"
        }
        entries[position].help = entry.help ?? family.help
        entries[position].files.append(path)
        return append(family.series, to: position)
    }

    private mutating func begin(_ family: ParsedFamily, from path: String) -> String? {
        let names = family.sampleNames
        for name in names {
            if let other = sampleNames[name] { return "\(family.name): its samples are called as those of \(other)" }
        }
        for name in names { sampleNames[name] = family.name }
        positions[family.name] = entries.count
        entries.append(Entry(name: family.name, type: family.type, help: family.help, files: [path]))
        return append(family.series, to: entries.count - 1)
    }

    private mutating func append(_ series: [ParsedSeries], to position: Int) -> String? {
        var twice = 0
        for series in series {
            if entries[position].known.insert(series.labels).inserted {
                entries[position].series.append(series)
            } else {
                twice += 1
            }
        }
        return twice == 0 ? nil : "\(entries[position].name): \(twice) series are there already"
    }

    /// Writes the families in the order they were met.
    func write(into sink: inout MetricSink) {
        for entry in entries {
            let family = ParsedFamily(name: entry.name, type: entry.type, help: entry.help, series: entry.series)
            sink.family(
                family, help: "Metric read from \(entry.files.joined(separator: ", "))",
                bareNameIsTaken: positions[String(entry.name.dropLast("_total".count))] != nil)
        }
    }
}
