/// Builds one document's tree from its events, within bounds no alias can escape.
struct YAMLComposer: ~Copyable {
    /// A node with what a copy of it costs.
    private struct Composed {
        var node: YAMLNode
        var size = 1
        var height = 1

        mutating func adopt(_ child: Composed) {
            size += child.size
            height = max(height, child.height + 1)
        }
    }

    private static let nodeLimit = 100_000
    private static let depthLimit = 64

    private var events: YAMLEventParser
    private var anchors: [String: Composed] = [:]
    private var nodeCount = 0

    init(events: consuming YAMLEventParser) {
        self.events = events
    }

    /// The document's root, `nil` when there is none or it is null.
    mutating func document() throws(ConfigurationError) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return root
            case .streamStart, .documentEnd: continue
            case .documentStart where root != nil:
                throw ConfigurationError(event.position, "a second document starts here", "keep one in a file")
            case .documentStart:
                let node = try compose(events.next(), depth: 1).node
                root = node.content == .null ? YAMLNode(.mapping([]), at: node.position) : node
            default:
                throw ConfigurationError(event.position, "a value outside any document", "correct the YAML here")
            }
        }
    }

    private mutating func compose(_ event: YAMLEvent, depth: Int) throws(ConfigurationError) -> Composed {
        try spend(1, depth: depth, at: event.position)
        let composed: Composed
        switch event.kind {
        case .scalar(let text, let written):
            let style = try style(of: event, written: written, text)
            let isNull = style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
            composed = Composed(node: YAMLNode(isNull ? .null : .scalar(text, style), at: event.position))
        case .alias(let name):
            guard let anchored = anchors[name] else {
                throw ConfigurationError(
                    event.position, "the alias *\(shortened(name)) names nothing",
                    "put &\(shortened(name)) before a value above it")
            }
            try spend(anchored.size, depth: depth + anchored.height - 1, at: event.position)
            composed = anchored
        case _ where event.tag != nil: throw unsupportedTag(of: event)
        case .sequenceStart: composed = try sequence(at: event.position, depth: depth)
        case .mappingStart: composed = try mapping(at: event.position, depth: depth)
        default: throw ConfigurationError(event.position, "a value is missing", "correct the YAML here")
        }
        if let anchor = event.anchor { anchors[anchor] = composed }
        return composed
    }

    /// `!!str` makes a plain scalar a string, `!!binary` makes it bytes; other tags are none of ours.
    private func style(
        of event: YAMLEvent, written: YAMLNode.ScalarStyle, _ text: String
    ) throws(ConfigurationError) -> YAMLNode.ScalarStyle {
        switch event.tag.map(Self.shorthand) {
        case nil: return written
        case "!!str": return .quoted
        case "!!binary":
            guard binary(ofBase64: text) != nil else {
                throw ConfigurationError(event.position, "this is not base64", "encode the bytes, as !!binary aGVsbG8=")
            }
            return .binary
        default: throw unsupportedTag(of: event)
        }
    }

    private func unsupportedTag(of event: YAMLEvent) -> ConfigurationError {
        let tag = shortened(Self.shorthand(event.tag ?? ""))
        return ConfigurationError(event.position, "the tag \(tag) is not supported", "remove it")
    }

    private mutating func sequence(at position: SourcePosition, depth: Int) throws(ConfigurationError) -> Composed {
        var sequence = Composed(node: YAMLNode(.null, at: position))
        var items: [YAMLNode] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { break }
            let item = try compose(event, depth: depth + 1)
            sequence.adopt(item)
            items.append(item.node)
        }
        sequence.node = YAMLNode(.sequence(items), at: position)
        return sequence
    }

    private mutating func mapping(at position: SourcePosition, depth: Int) throws(ConfigurationError) -> Composed {
        var mapping = Composed(node: YAMLNode(.null, at: position))
        var entries = UniqueEntries()
        var merge: (key: SourcePosition, value: YAMLNode)?
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { break }
            let key = try compose(event, depth: depth + 1)
            let value = try compose(events.next(), depth: depth + 1)
            mapping.adopt(key)
            mapping.adopt(value)
            switch key.node.content {
            case .scalar("<<", .plain):
                if let merge { throw duplicate("<<", at: event.position, first: merge.key) }
                merge = (event.position, value.node)
            case .scalar(let text, _):
                let entry = YAMLNode.Entry(key: text, keyPosition: event.position, value: value.node)
                if let first = entries.insert(entry) { throw duplicate(text, at: event.position, first: first) }
            case .null: throw ConfigurationError(event.position, "a key is missing", "write \"key: value\"")
            case .sequence, .mapping:
                throw ConfigurationError(event.position, "a key is a list or a mapping", "quote it if it is text")
            }
        }
        if let merge {
            // What the mapping says itself wins, then the earlier of several merged ones.
            for entry in try merged(merge.value, key: merge.key) { _ = entries.insert(entry) }
        }
        mapping.node = YAMLNode(.mapping(entries.all), at: position)
        return mapping
    }

    /// The entries that `<<` brings in.
    private func merged(_ value: YAMLNode, key: SourcePosition) throws(ConfigurationError) -> [YAMLNode.Entry] {
        let sources = if case .sequence(let items) = value.content { items } else { [value] }
        var entries: [YAMLNode.Entry] = []
        for source in sources {
            guard case .mapping(let more) = source.content else {
                throw ConfigurationError(key, "<< takes no such value", "give it a mapping, or a list of mappings")
            }
            entries += more
        }
        return entries
    }

    private mutating func spend(_ size: Int, depth: Int, at position: SourcePosition) throws(ConfigurationError) {
        nodeCount += size
        guard nodeCount <= Self.nodeLimit else {
            throw ConfigurationError(position, "more than \(Self.nodeLimit) values", "use fewer aliases, or split the file")
        }
        guard depth <= Self.depthLimit else {
            throw ConfigurationError(position, "more than \(Self.depthLimit) levels", "nest less deeply")
        }
    }

    private func duplicate(_ key: String, at position: SourcePosition, first: SourcePosition) -> ConfigurationError {
        ConfigurationError(position, "duplicate key \(quoted(key))", "keep this one or the one at \(first)")
    }

    private static func shorthand(_ tag: String) -> String {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }
}
