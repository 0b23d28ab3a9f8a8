extension YAMLDocument {
    /// Several documents as one, as a main file and its `config.d/*.yml`.
    ///
    /// Mappings join key by key and lists end to end, in the order given; null gives way to anything.
    /// Every node keeps the position in its own file. No documents make an empty mapping of the file `""`.
    /// - Parameter collections: top keys whose mappings hold whole things by name: none of those is put together of two files.
    /// - Throws: a scalar that two files set, a key that is of two kinds, or a thing two files have, with both positions.
    package static func merge(
        _ documents: [YAMLNode], collections: Set<String> = []
    ) throws(ConfigurationError) -> YAMLNode {
        guard var merged = documents.first else {
            return YAMLNode(.mapping([]), at: SourcePosition(file: "", line: 1, column: 1))
        }
        for document in documents.dropFirst() {
            merged = try merge(
                merged, document, key: "the document", at: document.position, first: merged.position, collections)
        }
        return merged
    }

    private static func merge(
        _ old: YAMLNode, _ new: YAMLNode, key: String, at position: SourcePosition, first: SourcePosition,
        _ collections: Set<String> = [], isCollection: Bool = false
    ) throws(ConfigurationError) -> YAMLNode {
        switch (old.content, new.content) {
        case (_, .null): return old
        case (.null, _): return new
        case (.sequence(let head), .sequence(let tail)): return YAMLNode(.sequence(head + tail), at: old.position)
        case (.mapping(let head), .mapping(let tail)):
            return YAMLNode(.mapping(try merge(head, tail, collections, isCollection)), at: old.position)
        case (.scalar, .scalar):
            throw ConfigurationError(position, "\(key) is set already at \(first)", "keep one of the two")
        default:
            throw ConfigurationError(
                position, "\(key) \(new.content.kind) here and \(old.content.kind) at \(first)", "make both of one kind")
        }
    }

    private static func merge(
        _ old: [YAMLNode.Entry], _ new: [YAMLNode.Entry], _ collections: Set<String>, _ isCollection: Bool
    ) throws(ConfigurationError) -> [YAMLNode.Entry] {
        var entries = UniqueEntries()
        for entry in old { _ = entries.insert(entry) }
        for entry in new {
            if let first = entries.index(of: entry.key).map({ ($0, entries.all[$0]) }) {
                guard !isCollection else {
                    throw ConfigurationError(
                        entry.keyPosition, "\(quoted(entry.key)) is defined already at \(first.1.keyPosition)",
                        "rename one of the two")
                }
                let value = try merge(
                    first.1.value, entry.value, key: quoted(entry.key), at: entry.keyPosition, first: first.1.keyPosition,
                    isCollection: collections.contains(entry.key))
                entries.replace(at: first.0, with: value)
            } else {
                _ = entries.insert(entry)
            }
        }
        return entries.all
    }
}

extension YAMLNode.Content {
    /// The kind of content as the end of a sentence about a key.
    var kind: String {
        switch self {
        case .null: "has no value"
        case .scalar: "is text"
        case .sequence: "is a list"
        case .mapping: "is a mapping"
        }
    }
}
