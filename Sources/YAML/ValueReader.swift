/// A value and the ways to take it; each returns `nil` after recording why it is not what was wanted.
package struct ValueReader {
    let node: YAMLNode
    /// What messages call it: its key, or `item 2 of targets`.
    package let label: String
    let context: ReadingContext
    private let isExpanded: Bool

    init(_ node: YAMLNode, label: String, context: ReadingContext, isExpanded: Bool = true) {
        self.node = node
        self.label = label
        self.context = context
        self.isExpanded = isExpanded
    }

    /// Where the value starts.
    package var position: SourcePosition { node.position }

    /// Whether it is a mapping, for values that may be a word or a mapping.
    package var isMapping: Bool { if case .mapping = node.content { true } else { false } }

    /// Whether there is a key and nothing after it.
    package var isNull: Bool { node.content == .null }

    /// Whether there is nothing, or an empty text.
    package var isEmpty: Bool {
        if case .scalar(let text, _) = node.content { text.isEmpty } else { isNull }
    }

    /// The same value with `$` meaning nothing in it, nor in anything below it.
    package var verbatim: ValueReader { ValueReader(node, label: label, context: context, isExpanded: false) }

    /// The same value with variables replaced again.
    package var expanded: ValueReader { ValueReader(node, label: label, context: context) }

    /// Keeps the value, and every value below it, out of what the configuration is shown as.
    package func conceal() {
        context.conceal(node)
    }

    /// Records an error about the value.
    package func reject(_ what: String, _ remedy: String) {
        context.record(position, what, remedy)
    }

    /// A mapping with known keys; no value at all is an empty one.
    ///
    /// - Parameter body: takes every key it knows; returns `nil` only when it could not go on.
    package func mapping<Value>(_ body: (MappingReader) -> Value?) -> Value? {
        guard let entries = entries("write \"key: value\" lines below it") else { return nil }
        let reader = MappingReader(entries, at: position, context: context, isExpanded: isExpanded)
        let value = noted { body(reader) }
        reader.finish(isComplete: value != nil)
        return value
    }

    /// A list; no value at all is an empty one. Items that failed are left out.
    package func list<Value>(_ body: (ValueReader) -> Value?) -> [Value]? {
        switch node.content {
        case .null: return []
        case .sequence(let items):
            return items.enumerated().compactMap { index, item in
                let label = "item \(index + 1) of \(label)"
                let reader = ValueReader(item, label: label, context: context, isExpanded: isExpanded)
                return reader.noted { body(reader) }
            }
        case .scalar, .mapping:
            reject("\(label) \(node.content.kind)", "write a list, one \"- item\" line each")
            return nil
        }
    }

    /// A mapping whose keys are names the user chose, in the file's order; no value at all is an empty one.
    ///
    /// - Parameter body: gets the key, as a quoted string in which `$` means nothing, and the value.
    package func entries<Value>(_ body: (_ key: ValueReader, _ value: ValueReader) -> Value?) -> [Value]? {
        entries("write \"name: value\" lines below it")?.compactMap { entry in
            let key = YAMLNode(.scalar(entry.key, .quoted), at: entry.keyPosition)
            let value = ValueReader(entry.value, label: quoted(entry.key), context: context, isExpanded: isExpanded)
            return value.noted {
                body(ValueReader(key, label: "the name", context: context, isExpanded: false), value)
            }
        }
    }

    /// A mapping of names to strings.
    package func stringMap() -> [String: String]? {
        let pairs: [(String, String)]? = entries { key, value in
            guard let name = key.string(), let text = value.string() else { return nil }
            return (name, text)
        }
        return pairs.map { Dictionary($0) { first, _ in first } }
    }

    /// The scalar's text with variables replaced, and how it was written.
    func scalar(wanting remedy: String) -> (text: String, style: YAMLNode.ScalarStyle)? {
        guard case .scalar(let text, let style) = node.content else {
            reject("\(label) \(node.content.kind)", remedy)
            return nil
        }
        if style == .binary {
            guard let text = binary(ofBase64: text).flatMap({ String(validating: $0, as: UTF8.self) }) else {
                reject("\(label) holds bytes that are no text", remedy)
                return nil
            }
            return (text, .quoted)
        }
        return (isExpanded ? context.expand(text, at: position) : text).map { ($0, style) }
    }

    /// Records that the scalar's text is wrong, quoting it as the file has it: a variable's value stays unseen.
    func rejectText(_ remedy: String) {
        if case .scalar(let text, _) = node.content { reject("\(label) is \(quoted(text))", remedy) }
    }

    private func entries(_ remedy: String) -> [YAMLNode.Entry]? {
        switch node.content {
        case .null: return []
        case .mapping(let entries): return entries
        case .scalar, .sequence:
            reject("\(label) \(node.content.kind)", remedy)
            return nil
        }
    }

    /// Makes sure that nothing fails in silence.
    private func noted<Value>(_ body: () -> Value?) -> Value? {
        let before = context.errorCount
        let value = body()
        if value == nil, context.errorCount == before { reject("\(label) is not valid", "correct it") }
        return value
    }
}
