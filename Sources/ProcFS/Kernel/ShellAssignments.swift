/// A file of lines such as `NAME="value"`, as a shell would read them: os-release(5), /etc/selinux/config.
///
/// Quotes and backslashes are understood, comments and lines that are no assignment passed over. Nothing is ever expanded.
package enum ShellAssignments {
    /// Values by name; of several for one name the last.
    static func parse(_ bytes: Span<UInt8>) -> [String: String] {
        var values: [String: String] = [:]
        var offset = 0
        while offset < bytes.count {
            bytes.skipBlanks(&offset)
            let start = offset
            while offset < bytes.count, bytes[offset].isNameByte { offset += 1 }
            if offset > start, offset < bytes.count, bytes[offset] == UInt8(ascii: "=") {
                let name = bytes.string(at: start..<offset)
                offset += 1
                values[name] = value(of: bytes, &offset)
            }
            bytes.skipLine(&offset)
        }
        return values
    }

    /// Pieces in quotes and without, up to a blank.
    private static func value(of bytes: Span<UInt8>, _ offset: inout Int) -> String {
        var value: [UInt8] = []
        var quote: UInt8?
        while !bytes.isLineEnd(offset) {
            let byte = bytes[offset]
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if quote == nil, byte <= space {
                break
            } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'"), !bytes.isLineEnd(offset + 1) {
                offset += 1
                // In double quotes a backslash before any other byte stands for itself.
                if quote != nil, !"\"\\$`".utf8.contains(bytes[offset]) { value.append(byte) }
                value.append(bytes[offset])
            } else {
                value.append(byte)
            }
            offset += 1
        }
        return String(decoding: value, as: UTF8.self)
    }
}
