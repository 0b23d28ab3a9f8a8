/// The text with every character that could break or disguise a terminal line written as an escape.
func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
        default: line.unicodeScalars.append(scalar)
        }
    }
    return line
}

/// As much of a text as fits in a message.
func shortened(_ text: some StringProtocol) -> String {
    let shown = text.unicodeScalars.prefix(60)
    return String(String.UnicodeScalarView(shown)) + (shown.endIndex < text.unicodeScalars.endIndex ? "…" : "")
}

/// The shortened text between double quotes.
func quoted(_ text: String) -> String {
    "\"\(shortened(text))\""
}
