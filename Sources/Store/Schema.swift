/// What a program keeps in its databases, and how older ones become newer ones.
package struct Schema: Sendable {
    /// Tells a program's own files from others' (`PRAGMA application_id`); not 0.
    package let applicationID: Int32
    /// SQL scripts, each making the next version out of the one before; the first begins with nothing.
    package let migrations: [String]

    package init(applicationID: Int32, migrations: [String]) {
        self.applicationID = applicationID
        self.migrations = migrations
    }
}

extension Database {
    /// Brings the database to the newest version, each step whole or not at all.
    /// - Throws: `.newerSchema` and `.foreign` for what is not ours to touch, `.corrupt` when the tables are not those of their
    ///   version; it is left as it was.
    package borrowing func migrate(to schema: Schema) throws(StoreError) {
        let version = try version(of: schema)
        try checkTables(of: schema, version: version)
        for number in version..<schema.migrations.count {
            try transaction { () throws(StoreError) in
                try execute(
                    "\(schema.migrations[number]); PRAGMA application_id = \(schema.applicationID); "
                        + "PRAGMA user_version = \(number + 1)")
            }
        }
    }

    /// Makes sure that this is a database of this schema, of any version known, and not an empty one.
    /// - Throws: as ``migrate(to:)`` does.
    package borrowing func check(against schema: Schema) throws(StoreError) {
        let version = try version(of: schema)
        guard version > 0 else { throw StoreError(.foreign, "an empty database") }
        try checkTables(of: schema, version: version)
    }

    /// From 0, for an empty database, to the number of migrations.
    private borrowing func version(of schema: Schema) throws(StoreError) -> Int {
        let version = try integer("PRAGMA user_version") ?? 0
        let applicationID = try integer("PRAGMA application_id") ?? 0
        let isOurs =
            if version == 0 {
                try integer("SELECT count(*) FROM sqlite_master") == 0
            } else {
                version > 0 && applicationID == Int64(schema.applicationID)
            }
        guard isOurs else { throw StoreError(.foreign, "the database of another program") }
        guard version <= schema.migrations.count else {
            throw StoreError(
                .newerSchema,
                "written by a newer version of this program: its schema is \(version), this version knows up to "
                    + "\(schema.migrations.count)")
        }
        return Int(version)
    }

    private borrowing func checkTables(of schema: Schema, version: Int) throws(StoreError) {
        let model = try Database(nil)
        for script in schema.migrations.prefix(version) { try model.execute(script) }
        let found = Set(try definitions())
        guard let difference = found.symmetricDifference(try model.definitions()).min() else { return }
        let words = difference.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        throw StoreError(
            .corrupt,
            "its schema is not that of version \(version): \(found.contains(difference) ? "unexpected" : "missing") \(words)")
    }

    /// The statements that would make this database's tables, indices and triggers.
    private borrowing func definitions() throws(StoreError) -> [String] {
        try texts("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    }
}
