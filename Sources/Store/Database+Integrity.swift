extension Database {
    /// What is wrong with the file, such as `table note: row 17 missing from index note_incident`; nothing when it is sound.
    ///
    /// Reads all of it (`PRAGMA integrity_check`, `PRAGMA foreign_key_check`).
    /// - Throws: `.corrupt` when it is too damaged to look further, `.notADatabase`.
    package borrowing func integrityProblems(limit: Int = 20) throws(StoreError) -> [String] {
        let problems = try texts("PRAGMA integrity_check(\(limit))").filter { $0 != "ok" }
        guard !problems.isEmpty else { return try strayReferences(limit: limit) }
        // Told again table by table, for SQLite names the pages of a tree and not what it holds.
        var named: [String] = []
        for table in try texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") {
            let quoted = table.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
            for problem in try texts("PRAGMA integrity_check('\(quoted)')") where problem != "ok" {
                named += problem.split(separator: "\n").filter { !$0.hasPrefix("***") }.map { "table \(table): \($0)" }
            }
        }
        return Array((named.isEmpty ? problems : named).prefix(limit))
    }

    private borrowing func strayReferences(limit: Int) throws(StoreError) -> [String] {
        let statement = try prepare("PRAGMA foreign_key_check")
        var problems: [String] = []
        while problems.count < limit, try statement.next() {
            let (table, parent) = (statement.text(0) ?? "?", statement.text(2) ?? "?")
            problems.append("table \(table): row \(statement.integer(1) ?? 0) refers to no row of \(parent)")
        }
        return problems
    }
}
