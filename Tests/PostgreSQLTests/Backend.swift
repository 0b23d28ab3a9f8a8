/// What a server sends, byte by byte (PostgreSQL documentation, "Message Formats").
enum Backend {
    static func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
        [type.asciiValue ?? 0] + bigEndian(UInt32(body.count + 4)) + body
    }

    static func authentication(_ kind: UInt32, _ rest: [UInt8] = []) -> [UInt8] {
        message("R", bigEndian(kind) + rest)
    }

    static func mechanisms(_ names: String...) -> [UInt8] {
        authentication(10, names.flatMap { Array($0.utf8) + [0] } + [0])
    }

    static func parameter(_ name: String, _ value: String) -> [UInt8] {
        message("S", Array(name.utf8) + [0] + Array(value.utf8) + [0])
    }

    static func error(_ severity: String, _ state: String, _ text: String) -> [UInt8] {
        message("E", Array("S\(severity)\0V\(severity)\0C\(state)\0M\(text)\0\0".utf8))
    }

    static let ready = message("Z", [UInt8(ascii: "I")])

    /// Everything of a login that asks for nothing.
    static let welcome =
        authentication(0) + parameter("server_version", "15.18 (Debian)") + parameter("in_hot_standby", "on")
        + parameter("client_encoding", "UTF8") + message("K", bigEndian(7) + bigEndian(8)) + ready

    static func columns(_ names: [String], type: UInt32 = 25) -> [UInt8] {
        let fields = names.flatMap { name in
            Array(name.utf8) + [0] + bigEndian(0) + [0, 0] + bigEndian(type) + [0xFF, 0xFF] + bigEndian(0xFFFF_FFFF) + [0, 0]
        }
        return message("T", count(names.count) + fields)
    }

    static func row(_ cells: [String?]) -> [UInt8] {
        message(
            "D",
            count(cells.count)
                + cells.flatMap { cell in
                    cell.map { bigEndian(UInt32($0.utf8.count)) + Array($0.utf8) } ?? bigEndian(0xFFFF_FFFF)
                })
    }

    static func complete(_ tag: String) -> [UInt8] { message("C", Array(tag.utf8) + [0]) }

    static func bigEndian(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func count(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
}
