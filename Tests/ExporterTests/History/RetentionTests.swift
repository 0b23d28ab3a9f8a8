import Posix
import Store
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(2))) struct RetentionTests {
    private static let day = 86_400.0
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// What is left of rows of ages in days, once a history with a clock of its own has pruned.
    private func left(_ changes: [Change], now: Double = testTime) async throws -> [Int64?] {
        let (history, _) = try History.test(scratch.store, interval: .seconds(3600))
        for change in changes { history.post(change) }
        history.close()
        let (pruning, _) = try History.test(scratch.store, retention: .seconds(10 * 86_400), now: now)
        defer { pruning.close() }
        // Pruning comes before the round after it.
        pruning.post(.baseline("first round"))
        _ = try await pruning.until { $0.writes == 1 }
        pruning.post(.baseline("second round"))
        _ = try await pruning.until { $0.writes == 2 }
        let reader = try Database(scratch.database, .readOnly)
        let tables = ["uptime", "edge_home", "incident", "note", "baseline"]
        return try tables.map { try reader.integer("SELECT count(*) FROM \($0)") }
    }

    @Test func oldRowsGoAndOpenIncidentsStay() async throws {
        let old = testTime - 11 * Self.day
        let counts = try await left([
            .uptime(at: old), .uptime(at: testTime - 9 * Self.day), .uptime(at: testTime), .home(hour: Int(old) / 3600), .home(),
            .incident("open", opened: old), .note(of: "open"), .incident("over", opened: old, resolved: old), .note(of: "over"),
            .incident("just over", opened: old, resolved: testTime), .baseline("old", at: old), .baseline("new"),
        ])
        #expect(counts == [2, 1, 2, 1, 3])
    }

    @Test func aClockSetAheadDeletesNothing() async throws {
        let changes: [Change] = [.uptime(), .home(), .incident(resolved: testTime), .note()]
        let counts = try await left(changes, now: testTime + 4000 * Self.day)
        #expect(counts == [1, 1, 1, 1, 2])
    }

    @Test func onlyTheLastMonthIsReadBack() throws {
        let (history, _) = try History.test(scratch.store)
        history.post(.uptime(at: testTime - 32 * Self.day))
        history.post(.uptime(at: testTime - 30 * Self.day))
        history.post(.home(hour: Int(testTime - 32 * Self.day) / 3600))
        history.post(.home())
        for number in 0..<600 {
            history.post(.incident("\(number)", opened: testTime + Double(number), resolved: number == 3 ? nil : testTime))
        }
        history.post(.note(of: "3"))
        history.post(.note(of: "4"))
        history.close()
        let (again, remembered) = try History.test(scratch.store)
        again.close()
        #expect(remembered.uptime.count == 1 && remembered.homes.count == 1)
        #expect(remembered.incidents.map(\.id) == ["3"] + (100..<600).map { "\($0)" })
        #expect(remembered.notes.map(\.incident) == ["3"])
    }
}
