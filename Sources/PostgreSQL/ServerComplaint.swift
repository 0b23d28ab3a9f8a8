/// An error as a server reports it (PostgreSQL documentation, "Error and Notice Message Fields").
package struct ServerComplaint: Sendable, Equatable, CustomStringConvertible {
    /// Five letters and digits of "PostgreSQL Error Codes"; "" from servers that send none.
    package var sqlState: String
    /// One line. What is in it comes from the peer.
    package var message: String
    /// Whether the server ends the connection with it.
    package var isFatal: Bool

    package init(sqlState: String, message: String, isFatal: Bool = false) {
        self.sqlState = sqlState
        self.message = message
        self.isFatal = isFatal
    }

    /// Reads the body of an ErrorResponse: fields of a letter and text, each ended by a zero byte.
    init(body: ArraySlice<UInt8>) {
        self.init(sqlState: "", message: "", isFatal: false)
        for field in body.split(separator: 0) {
            let text = String(decoding: field.dropFirst().prefix(512), as: UTF8.self)
            switch field.first {
            // "V" is the severity in English since PostgreSQL 9.6, "S" in the server's language.
            case UInt8(ascii: "V"), UInt8(ascii: "S"): isFatal = isFatal || text == "FATAL" || text == "PANIC"
            case UInt8(ascii: "C"): sqlState = String(text.prefix(5))
            case UInt8(ascii: "M"): message = text
            default: break
            }
        }
    }

    /// `password authentication failed for user "x" (28P01)`.
    package var description: String {
        sqlState.isEmpty ? message : "\(message) (\(sqlState))"
    }
}
