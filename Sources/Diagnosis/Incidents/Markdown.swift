/// Text of strangers made fit for a Markdown document: shown as it is, and nothing more.
enum Markdown {
    /// What opens or closes something in CommonMark, GitHub's tables and strikethrough, and HTML.
    ///
    /// Parentheses mean nothing where brackets do not.
    private static let special = Set("\\`*_{}[]<>#|~!&@$".unicodeScalars)

    /// One line of a paragraph, list item or table cell.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var last: Unicode.Scalar = " "
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if isInvisible(scalar) {
                result.append(scalar.properties.isWhitespace ? " " : "\u{fffd}")
            } else {
                // Addresses become links by themselves: by a scheme's colon, or the dot of "www.".
                let isLink =
                    scalar == ":" && index + 1 < scalars.count && !scalars[index + 1].properties.isWhitespace
                    || scalar == "." && (last == "w" || last == "W")
                if special.contains(scalar) || isLink { result.append("\\") }
                result.append(scalar)
            }
            last = scalar
        }
        return String(result)
    }

    /// Our own sentence, in which backquotes set off code as they do in Markdown; the rest is escaped.
    static func code(_ sentence: String) -> String {
        let pieces = sentence.split(separator: "`", omittingEmptySubsequences: false)
        guard pieces.count % 2 == 1 else { return escaped(sentence) }
        return pieces.enumerated().map { index, piece in
            index % 2 == 1 ? "`\(piece)`" : escaped(String(piece))
        }.joined()
    }

    /// Several lines as a quotation that nothing in them can end.
    static func quoted(_ text: String) -> [String] {
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            let content = line.drop { $0.isWhitespace }
            guard !content.isEmpty else { return ">" }
            // Two lines stay two only with a hard break between.
            let isFollowed = index + 1 < lines.count && !lines[index + 1].allSatisfy(\.isWhitespace)
            return "> " + atLineStart(escaped(String(content))) + (isFollowed ? "\\" : "")
        }
    }

    /// Text that is no list item, heading or rule although it begins a line.
    private static func atLineStart(_ text: String) -> String {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        if !digits.isEmpty, text.dropFirst(digits.count).first == "." { return digits + "\\" + text.dropFirst(digits.count) }
        return "-+=".contains(text.first ?? " ") ? "\\" + text : text
    }

    /// Controls, and what turns the direction of writing; not the joiners that scripts and emoji are written with.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\u{200c}" || scalar == "\u{200d}" { return false }
        return switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format, .privateUse, .surrogate, .unassigned: true
        default: false
        }
    }
}
