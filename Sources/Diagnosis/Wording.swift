import WhatsApp

extension Int {
    /// "1 check", "2 checks".
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension [Component] {
    /// "chat, web and media".
    var words: String {
        let names = map(\.words)
        return names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }

    /// "Chat, web and media".
    var wordsAtStart: String { words.prefix(1).uppercased() + words.dropFirst() }
}

extension [Signal.Kind] {
    /// "users report trouble and messages are not delivered as usual".
    var inSentence: String {
        let names = Signal.Kind.allCases.filter(contains).map(\.words)
        return names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }
}
