/// Text fit for a log line or a page, whatever a peer put into it.
enum PrintableLine {
    private static let limit = 200

    /// The text's first 200 scalars; controls, invisible marks and line ends become U+FFFD.
    static func of(_ text: String) -> String {
        let isFit = text.utf8.count <= limit && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard !isFit else { return text }
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard line.count < limit else {
                line.removeLast()
                line.append("…")
                break
            }
            line.append(isPrintable(scalar) ? scalar : "\u{FFFD}")
        }
        return String(line)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
