import CSQLite
import Posix

/// A database that did not do as it was told; which one, the caller knows.
package struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What the caller can do something about.
    package enum Kind: Sendable {
        /// No room on the disk.
        case full
        /// The disk, or what stands for it, failed.
        case inputOutput
        /// The file was a database and is damaged.
        case corrupt
        /// The file is something else.
        case notADatabase
        /// A database, but of another program.
        case foreign
        /// Made by a newer version of this program.
        case newerSchema
        case readOnly
        /// Another process kept the lock for longer than the busy timeout.
        case busy
        /// The file cannot be opened or made.
        case cannotOpen
        /// The value is what is wrong: a constraint, a type, a size. The same write fails again.
        case unfit
        case other
    }

    package let kind: Kind
    /// SQLite's extended result code (sqlite.org/rescode.html); 0 when it is not SQLite that complains.
    package let code: Int32
    package let message: String
    /// The SQL text it happened in; `nil` outside of any.
    package let statement: String?

    package init(_ kind: Kind, code: Int32 = 0, _ message: String, statement: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.statement = statement
    }

    /// One line.
    package var description: String {
        guard let statement else { return message }
        let words = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "\(message), in \(words.count > 80 ? words.prefix(79) + "…" : words[...])"
    }
}
