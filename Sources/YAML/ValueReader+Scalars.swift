extension ValueReader {
    /// A string: any scalar's text, quoted or not.
    package func string() -> String? {
        scalar(wanting: "write a text")?.text
    }

    /// A string that a caller's own type understands.
    ///
    /// - Parameters:
    ///   - wanted: what would be right, as `write an address such as 192.0.2.1`.
    ///   - parse: `nil` when the text is no such thing.
    package func string<Value>(_ wanted: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = scalar(wanting: wanted)?.text else { return nil }
        guard let value = parse(text) else {
            rejectText(wanted)
            return nil
        }
        return value
    }

    /// A string that is not empty and none of the names so far.
    package func uniqueName(among names: inout UniqueNames) -> String? {
        guard let name = string("write a name", { $0.isEmpty ? nil : $0 }) else { return nil }
        if let first = names.insert(name, at: position) {
            reject("duplicate \(names.kind) \(quoted(name))", "rename this one or the one at \(first)")
            return nil
        }
        return name
    }

    /// A string's bytes, or those of `!!binary`.
    package func bytes() -> [UInt8]? {
        if case .scalar(let text, .binary) = node.content { return binary(ofBase64: text) }
        return string().map { Array($0.utf8) }
    }

    /// Plain `true` or `false`.
    package func bool() -> Bool? {
        plain("write true or false") { ["true": true, "false": false][$0] }
    }

    /// A decimal integer without quotes, leading zeros or sign `+`.
    package func integer(in range: ClosedRange<Int>) -> Int? {
        let isOpen = range.upperBound == .max
        let bounds = isOpen ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
        return plain("write a whole number \(bounds)") { text in
            guard isDecimal(text, allowing: []), let value = Int(text), range.contains(value) else { return nil }
            return value
        }
    }

    /// A finite decimal number without quotes.
    package func double(in range: ClosedRange<Double>) -> Double? {
        plain("write a number from \(range.lowerBound) to \(range.upperBound)") { text in
            guard isDecimal(text, allowing: [".", "e", "E", "+", "-"]), let value = Double(text), range.contains(value)
            else { return nil }
            return value
        }
    }

    /// A TCP or UDP port from 1 to 65535.
    package func port() -> UInt16? {
        integer(in: 1...65535).map { UInt16($0) }
    }

    /// A duration as `DurationText` reads it.
    package func duration(in range: ClosedRange<Duration> = .zero...DurationText.longest) -> Duration? {
        let form = "write a duration such as 30s, 1m30s or 500ms"
        guard let duration = string(form, DurationText.parse) else { return nil }
        guard range.contains(duration) else {
            let least = DurationText.format(range.lowerBound)
            let isOpen = range.upperBound == DurationText.longest
            let bounds = isOpen ? "of at least \(least)" : "from \(least) to \(DurationText.format(range.upperBound))"
            rejectText("write a duration \(bounds)")
            return nil
        }
        return duration
    }

    /// One word of a closed set.
    package func word<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) -> Word? {
        let words = Word.allCases.map(\.rawValue)
        let wanted = "write one of " + words.joined(separator: ", ")
        guard let text = scalar(wanting: wanted)?.text else { return nil }
        guard let word = Word(rawValue: text) else {
            rejectText((nearest(to: text, among: words).map { "did you mean \"\($0)\"? " } ?? "") + wanted)
            return nil
        }
        return word
    }

    /// A file's path; a relative one is taken from the folder of the configuration file it stands in.
    package func path() -> String? {
        string("write a path") { $0.isEmpty || $0.utf8.contains(0) ? nil : resolved($0) }
    }

    private func resolved(_ path: String) -> String {
        guard !path.hasPrefix("/"), let slash = position.file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(position.file[...slash]) + path
    }

    private func plain<Value>(_ wanted: String, _ parse: (String) -> Value?) -> Value? {
        guard let (text, style) = scalar(wanting: wanted) else { return nil }
        guard style == .plain else {
            rejectText(parse(text) == nil ? wanted : "write it without quotes")
            return nil
        }
        guard let value = parse(text) else {
            rejectText(wanted)
            return nil
        }
        return value
    }

    /// Whether a number is written in the one way that YAML 1.1, YAML 1.2 and people read alike.
    private func isDecimal(_ text: String, allowing others: Set<Character>) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard let first = digits.first, ("0"..."9").contains(first) else { return false }
        guard first != "0" || !("0"..."9").contains(digits.dropFirst().first ?? ".") else { return false }
        return digits.allSatisfy { ("0"..."9").contains($0) || others.contains($0) }
    }
}
