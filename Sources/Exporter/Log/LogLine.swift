/// A line of the log before it is written.
struct LogLine {
    /// What a pipe takes as one piece (PIPE_BUF of pipe(7)).
    static let longestBytes = 4096

    private var pairs: [(key: String, value: String)] = []

    mutating func append(_ key: String, _ value: String) {
        pairs.append((key, value))
    }

    /// The line with its newline; values are cut as short as its bound demands.
    func encoded(as format: Log.Format) -> [UInt8] {
        var line: [UInt8] = []
        for limit in [3000, 600, 120, 24] {
            line = Array(text(as: format, limitBytes: limit).utf8)
            if line.count <= Self.longestBytes { break }
        }
        return line
    }

    private func text(as format: Log.Format, limitBytes: Int) -> String {
        let pairs = self.pairs.map { (key: $0.key, value: escaped($0.value, limitBytes: limitBytes)) }
        switch format {
        case .json: return "{" + pairs.map { "\"\($0.key)\":\"\($0.value.text)\"" }.joined(separator: ",") + "}\n"
        case .logfmt:
            let words = pairs.map { $0.value.isPlain ? "\($0.key)=\($0.value.text)" : "\($0.key)=\"\($0.value.text)\"" }
            return words.joined(separator: " ") + "\n"
        }
    }

    /// The text as it may stand between double quotes in either form, and whether logfmt can do without them.
    ///
    /// Nothing that could end the line, or make a terminal show another one, stays as it is.
    private func escaped(_ text: String, limitBytes: Int) -> (text: String, isPlain: Bool) {
        var escaped = ""
        var isPlain = !text.isEmpty
        for scalar in text.unicodeScalars {
            guard escaped.utf8.count < limitBytes else {
                escaped += "…"
                break
            }
            if scalar == " " || scalar == "=" { isPlain = false }
            guard let escape = escape(of: scalar) else {
                escaped.unicodeScalars.append(scalar)
                continue
            }
            isPlain = false
            escaped += escape
        }
        return (escaped, isPlain)
    }

    private func escape(of scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case " "..."~": return nil
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            return UTF16.encode(scalar).map { units in
                units.map { unit in
                    let digits = String(unit, radix: 16)
                    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }.joined()
            }
        default: return nil
        }
    }
}
