/// A value of a YAML document and where it stands.
package struct YAMLNode: Sendable, Hashable {
    /// What a node holds.
    package indirect enum Content: Sendable, Hashable {
        /// Plain `~`, `null`, or nothing at all.
        case null
        case scalar(String, ScalarStyle)
        case sequence([YAMLNode])
        /// Entries in the file's order; no key occurs twice.
        case mapping([Entry])
    }

    /// How a scalar was written, which decides what it may become.
    package enum ScalarStyle: Sendable, Hashable {
        /// Without quotes: a number, a word or a string, as its reader wants.
        case plain
        /// In quotes, or as a block (`|`, `>`): always a string.
        case quoted
        /// With the tag `!!binary`: the text is base64 of any bytes.
        case binary
    }

    /// A key with its value.
    package struct Entry: Sendable, Hashable {
        /// The key's text.
        package let key: String
        /// Where the key starts.
        package let keyPosition: SourcePosition
        /// What the key names.
        package let value: YAMLNode
    }

    /// What the node holds.
    package let content: Content
    /// Where the value starts; an alias stands where its anchor does.
    package let position: SourcePosition

    /// The value of a key in a mapping; `nil` for anything else.
    package subscript(_ key: String) -> YAMLNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }
}
