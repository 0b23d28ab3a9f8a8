import CSQLite

extension Database {
    /// Copies the database, as it stands at one moment, into a new file that needs no other beside it.
    ///
    /// Others may write meanwhile (sqlite.org/backup.html). A copy that fails leaves no file.
    /// - Throws: `.cannotOpen` when the file is there already.
    package borrowing func copy(to file: DatabaseFile) throws(StoreError) {
        try file.create()
        do throws(StoreError) {
            let copy = try Database(file, .readWrite)
            guard let backup = unsafe sqlite3_backup_init(copy.handle, "main", handle, "main") else { throw copy.error() }
            let result = unsafe sqlite3_backup_step(backup, -1)
            guard unsafe sqlite3_backup_finish(backup) == SQLITE_OK, result == SQLITE_DONE else {
                throw result == SQLITE_BUSY ? StoreError(.busy, code: result, "another process holds the lock") : copy.error()
            }
            try copy.execute("PRAGMA journal_mode = DELETE")
            file.syncDirectory()
        } catch {
            file.remove()
            throw error
        }
    }
}
