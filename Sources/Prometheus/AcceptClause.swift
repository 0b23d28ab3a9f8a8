/// One media range of an `Accept` field (RFC 9110, section 12.5.1).
struct AcceptClause: Equatable {
    /// `type/subtype`, lower case.
    let range: String
    /// Lower-case names, values as sent and unquoted, without `q`.
    let parameters: [String: String]
    /// 0...1000.
    let weight: Int

    /// The clauses of a field's value that can be read, heaviest first, and as sent among equals.
    static func parse(_ field: String) -> [AcceptClause] {
        split(field[...], at: ",").compactMap(AcceptClause.init).enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    private init?(_ clause: Substring) {
        let parts = Self.split(clause, at: ";")
        range = Self.trim(parts[0]).lowercased()
        guard range.split(separator: "/", omittingEmptySubsequences: false).count == 2, !range.contains(" ") else { return nil }
        var parameters: [String: String] = [:]
        var weight = 1000
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = Self.trim(pair[0]).lowercased()
            let value = Self.unquote(Self.trim(pair[1]))
            if name == "q" {
                guard let parsed = Self.weight(value) else { return nil }
                weight = parsed
            } else {
                parameters[name] = value
            }
        }
        self.parameters = parameters
        self.weight = weight
    }

    /// `0`, `1` and up to three decimals, in thousandths.
    private static func weight(_ text: String) -> Int? {
        guard let value = Double(text), (0...1).contains(value) else { return nil }
        return Int((value * 1000).rounded())
    }

    /// Splits outside quoted strings.
    private static func split(_ text: Substring, at separator: Character) -> [Substring] {
        var quoted = false
        var escaped = false
        return text.split(omittingEmptySubsequences: false) { character in
            defer { escaped = quoted && !escaped && character == "\\" }
            if character == "\"", !escaped { quoted.toggle() }
            return !quoted && character == separator
        }
    }

    private static func trim(_ text: Substring) -> Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }

    private static func unquote(_ text: Substring) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return String(text) }
        return text.dropFirst().dropLast().filter { $0 != "\\" }
    }
}
