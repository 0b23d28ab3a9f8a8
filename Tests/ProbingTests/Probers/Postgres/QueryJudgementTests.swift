import PostgreSQL
import Testing

@testable import Probing

@Suite struct QueryJudgementTests {
    private static func answer(_ columns: [String], _ rows: [[String?]], type: UInt32 = 25) -> PostgresAnswer {
        var answer = PostgresAnswer()
        answer.columns = columns.map { PostgresAnswer.Column(name: $0, type: type) }
        answer.rows = rows
        answer.rowCount = rows.count
        return answer
    }

    private static func settings(_ change: (inout PostgresSettings) -> Void) -> PostgresSettings {
        var settings = PostgresSettings()
        change(&settings)
        return settings
    }

    @Test(
        arguments: [
            ("1", 1), ("-1.5", -1.5), ("+2", 2), ("1e-3", 0.001), ("1.5E+10", 1.5e10), (".5", 0.5), ("5.", 5),
            ("Infinity", .infinity), ("-Infinity", -.infinity), ("1e999", .infinity), ("", nil), (" 1", nil), ("1 ", nil),
            ("0x10", nil), ("inf", nil), ("nan", nil), ("1,5", nil), ("1e", nil), ("--1", nil), ("12:00", nil), ("t", nil),
            ("2026-01-01", nil), ("$5.00", nil), ("1_000", nil),
        ] as [(String, Double?)])
    func readsNumbersStrictly(text: String, value: Double?) {
        #expect(QueryJudgement.number(in: text, ofType: 25) == value)
    }

    @Test func readsWhatIsNoNumberAsOne() {
        #expect(QueryJudgement.number(in: "NaN", ofType: 701)?.isNaN == true)
        #expect(QueryJudgement.number(in: "t", ofType: 16) == 1)
        #expect(QueryJudgement.number(in: "f", ofType: 16) == 0)
    }

    @Test(arguments: [(0, false), (1, true), (3, true), (4, false)])
    func countsRows(count: Int, isGood: Bool) {
        let settings = Self.settings { $0.expectedRows = 1...3 }
        let answer = Self.answer(["a"], Array(repeating: ["1"], count: count))
        if isGood {
            #expect(throws: Never.self) { try QueryJudgement(settings).readings(of: answer) }
        } else {
            #expect(throws: ProbeFailure.self) { try QueryJudgement(settings).readings(of: answer) }
        }
    }

    @Test(
        arguments: [([["on", "x"]], true), ([["off"]], false), ([], false), ([[nil]], false), ([[]], false)]
            as [([[String?]], Bool)])
    func comparesTheFirstValue(rows: [[String?]], isGood: Bool) {
        let settings = Self.settings { $0.expectedValue = "on" }
        let judgement = QueryJudgement(settings)
        if isGood {
            #expect(throws: Never.self) { try judgement.readings(of: Self.answer(["a"], rows)) }
        } else {
            #expect(throws: ProbeFailure.self) { try judgement.readings(of: Self.answer(["a"], rows)) }
        }
    }

    @Test func boundsSeries() throws {
        let settings = Self.settings {
            $0.columns = [PostgresSettings.Column(name: "n", metric: "m", labels: ["l"])]
            $0.mostRows = 3
        }
        let long = String(repeating: "x", count: 1000)
        let answer = Self.answer(["n", "l"], [["1", long], ["2", "a\u{1B}"], ["3", "a\u{1B}"], ["4", "b"]])
        let readings = try QueryJudgement(settings).readings(of: answer)
        #expect(readings.map(\.value) == [1, 2], "the fourth row is one too many, the third a series that exists")
        #expect(readings[0].labels[0].value.count == 200)
        #expect(readings[1].labels[0].value == "a\u{FFFD}")
    }

    @Test func keepsOneMetricTogether() throws {
        let settings = Self.settings {
            $0.columns = [
                PostgresSettings.Column(name: "a", metric: "one", labels: []),
                PostgresSettings.Column(name: "b", metric: "other", labels: []),
                PostgresSettings.Column(name: "l", metric: "one", labels: ["b"]),
            ]
        }
        let readings = try QueryJudgement(settings).readings(of: Self.answer(["a", "b", "l"], [["1", "2", "3"]]))
        #expect(readings.map(\.name) == ["one", "one", "other"])
    }

    @Test(arguments: [("none", []), ("a", ["none"])] as [(String, [String])])
    func missesColumns(name: String, labels: [String]) {
        let settings = Self.settings { $0.columns = [PostgresSettings.Column(name: name, metric: "m", labels: labels)] }
        #expect(throws: ProbeFailure(.databaseUnexpectedResult, "the query gives no column none")) {
            try QueryJudgement(settings).readings(of: Self.answer(["a"], []))
        }
    }
}
