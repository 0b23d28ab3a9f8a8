import CSQLite
import Glibc
import Posix

extension StoreError {
    /// A file that the system did not make or move.
    init(_ error: Errno, _ complaint: String) {
        self.init(error.isOutOfSpace ? .full : .cannotOpen, "\(complaint): \(error)")
    }

    /// The last error of a connection.
    @unsafe init(of connection: OpaquePointer?, statement: String? = nil) {
        let code = unsafe sqlite3_extended_errcode(connection)
        var message = unsafe String(cString: sqlite3_errmsg(connection))
        var kind = Kind(code)
        if kind == .inputOutput || kind == .cannotOpen {
            let system = Errno(unsafe sqlite3_system_errno(connection))
            if system.code != 0 { message += ": \(system)" }
            if system.isOutOfSpace { kind = .full }
        }
        self.init(kind, code: code, message, statement: statement)
    }
}

extension StoreError.Kind {
    fileprivate init(_ code: Int32) {
        self =
            switch code & 0xff {
            case SQLITE_FULL: .full
            case SQLITE_IOERR: .inputOutput
            case SQLITE_CORRUPT: .corrupt
            case SQLITE_NOTADB: .notADatabase
            case SQLITE_READONLY: .readOnly
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG: .unfit
            default: .other
            }
    }
}

extension Errno {
    fileprivate var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }
}
