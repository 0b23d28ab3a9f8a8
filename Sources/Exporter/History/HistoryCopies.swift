import Store

/// Copies of a history for safe keeping, and their way back. Blocking.
enum HistoryCopies {
    /// Copies the history in a directory into a new file, while an exporter may be writing it.
    /// - Returns: what to tell, one line.
    /// - Throws: one line; no file is left then, and none that was there is touched.
    static func backup(_ directory: String, to path: String) throws(HistoryError) -> String {
        let source = DatabaseFile(Archive.fileName, in: directory)
        let copy = DatabaseFile(path)
        do throws(StoreError) {
            let database = try Database(source, .readOnly)
            try database.check(against: .history)
            try database.copy(to: copy)
        } catch {
            throw HistoryError("\(source.path) cannot be copied to \(path): \(error)")
        }
        do throws(StoreError) {
            try Archive.check(copy)
        } catch {
            copy.remove()
            throw HistoryError("\(source.path) is damaged, its copy is not kept: \(error)")
        }
        return "\(path): \(copy.sizeBytes) bytes, checked"
    }

    /// What is checked before it takes a file's place.
    static func incoming(of file: DatabaseFile) -> DatabaseFile {
        DatabaseFile(file.path + ".incoming")
    }

    /// Puts a checked copy of a file in the place of a directory's history, which is set aside; no exporter may be running.
    /// - Parameter now: Unix seconds.
    /// - Returns: what to tell, one line.
    /// - Throws: one line; nothing is changed then.
    static func restore(_ path: String, to directory: String, at now: Double) throws(HistoryError) -> String {
        let held: StoreDirectory
        do throws(StoreDirectoryError) {
            held = try StoreDirectory(directory, creates: true)
        } catch {
            throw HistoryError("\(error)" + (error == .inUse(path: directory) ? ": end the exporter first" : ""))
        }
        let file = held.file(Archive.fileName)
        // What is checked is the very file that takes the place, whatever becomes of the original meanwhile.
        let incoming = incoming(of: file)
        incoming.remove()
        do throws(StoreError) {
            try Database(DatabaseFile(path), .readOnly).copy(to: incoming)
            try Archive.check(incoming)
            var told = "\(file.path): restored from \(path)"
            if file.exists {
                let aside = file.aside("replaced", at: now)
                try file.move(to: aside)
                told += ", what was there is now \(aside.path)"
            }
            try incoming.move(to: file)
            return told
        } catch {
            incoming.remove()
            throw HistoryError("\(path) is not restored: \(error)")
        }
    }
}
