import Posix
import Store

extension HistoryWriter {
    /// See ``History/open(directory:_:log:now:)``.
    static func open(
        _ path: String, _ settings: History.Settings, log: Log, now: @escaping @Sendable () -> Double
    ) throws -> (HistoryWriter, Remembered) {
        let directory = try Self.directory(path)
        let file = directory.file(Archive.fileName)
        var status = HistoryStatus(isPersistent: true)
        var archive: Archive?
        var remembered = Remembered()
        do throws(StoreError) {
            let opened = try Archive.open(
                file, busyTimeout: settings.busyTimeout, at: now(), notices: &status.notices)
            remembered = try ArchiveReading.remember(from: opened.database, at: now())
            archive = consume opened
        } catch {
            guard error.isOfTheDisk else { throw HistoryError(error, at: file) }
            status.isHealthy = false
            status.writeFailures = 1
            status.notices.append("\(file.path) cannot be written: \(error)")
            remembered = (try? Archive.remember(withoutWriting: file, at: now())) ?? Remembered()
        }
        status.notices += remembered.faults.map { "\(Archive.fileName): \($0)" }
        status.sizeBytes = file.sizeBytes
        for notice in status.notices { log.error("history opened", ["problem": notice]) }
        let writer = HistoryWriter(
            settings, log: log, now: now, loop: try EventLoop(), file: file, status: status,
            archive: archive, sequences: BookSequences(remembered.lastSequences), directory: directory)
        writer.start()
        return (writer, remembered)
    }

    private static func directory(_ path: String) throws(HistoryError) -> StoreDirectory {
        do throws(StoreDirectoryError) {
            return try StoreDirectory(path, creates: true)
        } catch {
            throw HistoryError("--storage.path: \(error)")
        }
    }
}
