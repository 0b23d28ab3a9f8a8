import Glibc
import Posix
import Synchronization
import TLS

/// Stands something else in the place of what names a person or a message: 64 bits of a keyed hash.
///
/// Nobody without the keys can tell whom they stand for, nor try whether they stand for somebody known. The keys are in a file of
/// their own and not in the history, so that no copy of the history has them.
final class Pseudonyms: Sendable {
    private struct State {
        var keys: PseudonymKeys
        var isSaved: Bool
        var isSaving = false
        var hasComplained = false
    }

    static let fileName = "pseudonyms.key"

    private let path: String?
    private let log: Log
    private let state: Mutex<State>
    private let crew = Crew()

    /// Keys that end with the process.
    convenience init() throws(CryptoError) {
        try self.init(keptIn: nil, at: 0, log: Log { _ in true })
    }

    /// Keys that are kept in a directory of the exporter's own; blocking.
    ///
    /// What cannot be read, or written, keeps nothing from working: it is logged.
    /// - Parameters:
    ///   - directory: `nil` for nowhere.
    ///   - now: Unix seconds.
    init(keptIn directory: String?, at now: Double, log: Log) throws(CryptoError) {
        path = directory.map { "\($0)/\(Self.fileName)" }
        self.log = log
        var kept: PseudonymKeys?
        if let path {
            do throws(Errno) {
                kept = PseudonymKeys(bytes: try Self.read(path))
                if kept == nil { log.error("pseudonyms", ["error": "\(path) is damaged, all begin anew"]) }
            } catch {
                if error.code != ENOENT { log.error("pseudonyms", ["error": "\(path) cannot be read, all begin anew: \(error)"]) }
            }
        }
        let day = PseudonymKeys.day(of: now)
        var keys = if let kept { kept } else { try PseudonymKeys(day: day) }
        let isNew = keys.turn(to: day) || kept == nil
        state = Mutex(State(keys: keys, isSaved: !isNew || path == nil))
        if isNew { save(keys) }
    }

    /// The same for one identity throughout one day (UTC), another on the next: nobody can be followed from day to day.
    /// - Parameters:
    ///   - purpose: what it is needed for; the same identity has others for other purposes.
    ///   - time: Unix seconds, by our own clock.
    func ofDay(_ identity: some Sequence<UInt8>, for purpose: String, at time: Double) -> UInt64 {
        let day = PseudonymKeys.day(of: time)
        let salt = state.withLock { state in
            if day > state.keys.day, state.keys.turn(to: day) { state.isSaved = path == nil }
            return state.keys.salt
        }
        return Self.code(Array("\(purpose) \(day) ".utf8) + identity, key: salt)
    }

    /// The same for one identity as long as the keys last.
    func lasting(_ identity: some Sequence<UInt8>, for purpose: String) -> UInt64 {
        Self.code(Array("\(purpose) ".utf8) + identity, key: state.withLock { $0.keys.lasting })
    }

    /// Replaces the salt of a day that is over, on the disk too; to be called every now and then, returns at once.
    /// - Parameter now: Unix seconds.
    func keep(at now: Double) {
        let unsaved = state.withLock { state -> PseudonymKeys? in
            if state.keys.turn(to: PseudonymKeys.day(of: now)) { state.isSaved = path == nil }
            guard !state.isSaved, !state.isSaving else { return nil }
            state.isSaving = true
            return state.keys
        }
        guard let unsaved else { return }
        do throws(Errno) {
            try crew.start { [self] in save(unsaved) }
        } catch {
            state.withLock { $0.isSaving = false }
        }
    }

    private func save(_ keys: PseudonymKeys) {
        guard let path else { return }
        var complaint: Errno?
        do throws(Errno) { try replacePrivateFile(at: path, with: keys.bytes) } catch { complaint = error }
        let isNews = state.withLock { state in
            state.isSaving = false
            if complaint == nil, state.keys == keys { state.isSaved = true }
            defer { state.hasComplained = complaint != nil }
            return !state.hasComplained
        }
        if let complaint, isNews {
            log.error("pseudonyms", ["error": "\(path) cannot be written, they may end with the exporter: \(complaint)"])
        }
    }

    private static func read(_ path: String) throws(Errno) -> [UInt8] {
        var reader = FileReader()
        try reader.read(path, limit: 4096)
        return reader.withContents { bytes in bytes.indices.map { bytes[$0] } }
    }

    private static func code(_ message: [UInt8], key: [UInt8]) -> UInt64 {
        guard let hash = try? HMACSHA256.authenticate(message, key: key) else { return 0 }
        return hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
