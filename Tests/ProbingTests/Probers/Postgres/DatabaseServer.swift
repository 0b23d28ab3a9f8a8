import Posix
import Wire

@testable import Probing

/// What a PostgreSQL server says, for scripts (PostgreSQL documentation, "Message Formats").
enum DatabaseServer {
    static func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
        [type.asciiValue ?? 0] + bigEndian(UInt32(body.count + 4)) + body
    }

    static func authentication(_ kind: UInt32, _ text: String = "") -> [UInt8] {
        message("R", bigEndian(kind) + Array(text.utf8))
    }

    static func error(_ severity: String, _ state: String, _ text: String) -> [UInt8] {
        message("E", Array("S\(severity)\0V\(severity)\0C\(state)\0M\(text)\0\0".utf8))
    }

    static let ready = message("Z", [UInt8(ascii: "I")])
    static let welcome = authentication(0) + message("S", Array("server_version\u{0}15.18 (Debian)\u{0}".utf8)) + ready
    static let scram = authentication(10, "SCRAM-SHA-256\0\0")

    /// The answer to statements that give no rows.
    static let done = message("C", Array("SET\0".utf8)) + ready

    /// The answer to a query: columns of texts.
    static func answer(_ columns: [String], _ rows: [[String?]]) -> [UInt8] {
        let fields = columns.flatMap { name in
            Array(name.utf8) + [UInt8](repeating: 0, count: 7) + bigEndian(25) + [0xFF, 0xFF] + bigEndian(0xFFFF_FFFF) + [0, 0]
        }
        let lines = rows.flatMap { row in
            let cells = row.flatMap { cell in
                cell.map { bigEndian(UInt32($0.utf8.count)) + Array($0.utf8) } ?? bigEndian(0xFFFF_FFFF)
            }
            return message("D", [0, UInt8(row.count)] + cells)
        }
        return message("1", []) + message("2", []) + message("T", [0, UInt8(columns.count)] + fields) + lines
            + message("C", Array("SELECT \(rows.count)\u{0}".utf8)) + ready
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }
}

extension Connection {
    /// Lets the client in without asking for anything.
    func welcome() async throws {
        _ = try await receive(count: 8)
        try await send(DatabaseServer.welcome)
    }
}
