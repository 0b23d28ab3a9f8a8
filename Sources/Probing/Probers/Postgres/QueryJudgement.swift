import PostgreSQL

/// Whether a query's answer is the one wanted, and the numbers in it.
struct QueryJudgement {
    private static let booleanType: UInt32 = 16

    private let settings: PostgresSettings

    init(_ settings: PostgresSettings) {
        self.settings = settings
    }

    /// The numbers of the declared columns: one series each, the first of several with the same labels.
    /// - Throws: `.databaseUnexpectedResult`.
    func readings(of answer: PostgresAnswer) throws(ProbeFailure) -> [DatabaseFinding.Reading] {
        if let expected = settings.expectedRows, !expected.contains(answer.rowCount) {
            throw unexpected("\(answer.rowCount) rows, where \(expected.lowerBound) to \(expected.upperBound) are good")
        }
        if let expected = settings.expectedValue {
            guard let row = answer.rows.first else { throw unexpected("no row") }
            guard row.first == expected else {
                let value = (row.first ?? nil).map { "\"\($0)\"" } ?? "null"
                throw unexpected("the value \(value), another than expected")
            }
        }
        var readings: [DatabaseFinding.Reading] = []
        var seen: Set<[String]> = []
        for column in settings.columns {
            let place = try place(of: column.name, in: answer)
            let labels = try column.labels.map { name throws(ProbeFailure) in (name, try self.place(of: name, in: answer)) }
            for row in answer.rows.prefix(settings.mostRows) {
                guard let text = row[place] else { continue }
                guard let value = Self.number(in: text, ofType: answer.columns[place].type) else {
                    throw unexpected("\"\(text)\" in the column \(column.name), which is no number")
                }
                let reading = DatabaseFinding.Reading(
                    name: column.metric, labels: labels.map { ($0, PrintableLine.of(row[$1] ?? "")) }, value: value)
                if seen.insert([column.metric] + reading.labels.flatMap { [$0.name, $0.value] }).inserted {
                    readings.append(reading)
                }
            }
        }
        return DatabaseFinding.Reading.grouped(readings)
    }

    private func place(of name: String, in answer: PostgresAnswer) throws(ProbeFailure) -> Int {
        guard let place = answer.columns.firstIndex(where: { $0.name == name }) else {
            throw unexpected("no column \(name)")
        }
        return place
    }

    private func unexpected(_ what: String) -> ProbeFailure {
        ProbeFailure(.databaseUnexpectedResult, "the query gives \(what)")
    }

    /// A number as PostgreSQL writes it; `nil` for everything else, such as dates and intervals.
    static func number(in text: String, ofType type: UInt32) -> Double? {
        switch text {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        case "t" where type == booleanType: return 1
        case "f" where type == booleanType: return 0
        default:
            // Double's own reader also takes hexadecimal, "inf" and "nan".
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
            return Double(text)
        }
    }
}

extension DatabaseFinding.Reading {
    /// Readings of one name together, as exposition has them; else in the order given.
    static func grouped(_ readings: [DatabaseFinding.Reading]) -> [DatabaseFinding.Reading] {
        var groups: [[DatabaseFinding.Reading]] = []
        var places: [String: Int] = [:]
        for reading in readings {
            let place = places[reading.name, default: groups.count]
            if place == groups.count {
                places[reading.name] = place
                groups.append([])
            }
            groups[place].append(reading)
        }
        return groups.flatMap(\.self)
    }
}
