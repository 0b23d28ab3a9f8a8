/// How the kernel's names of network interfaces become text.
///
/// A name is any 1 to 15 bytes but for blanks, `/` and `:` (kernel: net/core/dev.c, dev_valid_name). Nearly all are ASCII, and
/// need no memory of their own as a `String`.
package enum InterfaceName {
    /// The name as text: itself if it is UTF-8, else with each byte beyond ASCII as `\xff`, so that no two names become one.
    package static func text(of name: Span<UInt8>) -> String {
        if let name = try? UTF8Span(validating: name) { return String(copying: name) }
        var text = ""
        for index in name.indices {
            let byte = name[index]
            if byte < 0x80 {
                text.unicodeScalars.append(UnicodeScalar(byte))
            } else {
                // Two digits always, from 0x80 on.
                text += "\\x" + String(byte, radix: 16)
            }
        }
        return text
    }
}
