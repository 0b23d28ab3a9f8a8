import Testing

@testable import Probing

@Suite struct GlanceQueryTests {
    private static func all(_ version: Int) -> String {
        let queries = GlanceQuery.all(forVersion: version) + [.statements(in: "public", version: "1.10", most: 5)]
        return queries.map(\.sql).joined()
    }

    @Test(arguments: [120000, 130000, 140000, 150018, 160000, 170000])
    func asksForWhatIsDescribed(version: Int) {
        let sql = Self.all(version)
        for reading in DatabaseReadings.all {
            let isLater = version < 140000 && reading.name.hasPrefix("sessions_")
            #expect(sql.contains("'\(reading.name)'") != isLater, "\(reading.name)")
        }
    }

    @Test func describesWhatIsAskedFor() {
        for version in [120000, 180000] {
            let names = Self.all(version).matches(of: #/\s\('([a-z_]+)', /#).map { String($0.1) }
            #expect(names.count > 20)
            for name in names { #expect(DatabaseReadings.description(of: name) != nil, "\(name)") }
        }
    }

    @Test func namesMetricsAsPrometheusWants() {
        for reading in DatabaseReadings.all {
            #expect(reading.name.wholeMatch(of: /[a-z][a-z_]+/) != nil)
            #expect(reading.name.hasSuffix("_total") == (reading.kind == .counter))
            #expect(reading.help.hasSuffix("."))
        }
        #expect(Set(DatabaseReadings.all.map(\.name)).count == DatabaseReadings.all.count)
    }

    @Test func knowsOlderAndNewerColumns() {
        #expect(Self.all(160000).contains("pg_stat_bgwriter"))
        #expect(Self.all(170000).contains("pg_stat_checkpointer"))
        #expect(GlanceQuery.statements(in: "x", version: "1.7", most: 1).sql.contains("sum(total_time)"))
        #expect(GlanceQuery.statements(in: "x", version: "1.8", most: 1).sql.contains("sum(total_exec_time)"))
        #expect(GlanceQuery.statements(in: #"a"; DROP"#, version: "1.10", most: 1).sql.contains(#""a""; DROP".pg_stat"#))
    }
}
