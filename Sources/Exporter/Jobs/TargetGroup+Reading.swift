import YAML

extension TargetGroup {
    /// How a list of groups is written down.
    enum Notation {
        case yaml, json
    }

    /// The groups of a file or an answer: a list of mappings with `targets` and `labels`.
    ///
    /// Nothing in it is expanded. Labels whose names begin with `__` are left out. JSON is read by the reader for YAML, of which it is
    /// a part.
    /// - Throws: the first mistake, with its place.
    static func list(
        _ bytes: borrowing [UInt8], in notation: Notation, from file: String
    ) throws(ConfigurationError) -> [TargetGroup] {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        if notation == .json, bytes.first(where: { !blanks.contains($0) }) != UInt8(ascii: "[") {
            throw ConfigurationError(
                SourcePosition(file: file, line: 1, column: 1), "this is no JSON list", "write a list of groups of targets")
        }
        // JSON may be indented with tabs, YAML not; within JSON's strings there are none.
        let text = notation == .json ? bytes.map { $0 == 0x09 ? 0x20 : $0 } : copy bytes
        let document = try YAMLDocument.parse(text, file: file)
        guard case .sequence(let items) = document.content else {
            throw document.mistake("this is no list", "write a list of groups of targets, \"- targets: […]\"")
        }
        var groups: [TargetGroup] = []
        for item in items { groups.append(try group(item)) }
        return groups
    }

    private static func group(_ node: YAMLNode) throws(ConfigurationError) -> TargetGroup {
        guard case .mapping(let entries) = node.content else {
            throw node.mistake("a group of targets is a mapping", "write targets and labels")
        }
        var group = TargetGroup(targets: [])
        for entry in entries {
            switch entry.key {
            case "targets": group.targets = try targets(entry.value)
            case "labels": group.labels = try labels(entry.value)
            default:
                throw ConfigurationError(
                    entry.keyPosition, "unknown key \(entry.key.debugDescription)", "known here: targets, labels")
            }
        }
        guard entries.contains(where: { $0.key == "targets" }) else { throw node.mistake("missing key \"targets\"", "add it") }
        return group
    }

    private static func targets(_ node: YAMLNode) throws(ConfigurationError) -> [String] {
        switch node.content {
        case .null: return []
        case .sequence(let items):
            var targets: [String] = []
            for item in items {
                guard case .scalar(let text, _) = item.content, !text.isEmpty else {
                    throw item.mistake("a target is a text", "write an address, a name or a URL")
                }
                targets.append(text)
            }
            return targets
        case .scalar, .mapping: throw node.mistake("targets are a list", "write [\"192.0.2.1:443\", …]")
        }
    }

    private static func labels(_ node: YAMLNode) throws(ConfigurationError) -> [Label] {
        if case .null = node.content { return [] }
        guard case .mapping(let entries) = node.content else {
            throw node.mistake("labels are a mapping", "write names and values")
        }
        var labels: [Label] = []
        for entry in entries where !isPassing(entry.key) {
            if let (what, remedy) = objection(toLabel: entry.key) {
                throw ConfigurationError(entry.keyPosition, what, remedy)
            }
            guard case .scalar(let value, _) = entry.value.content else {
                throw entry.value.mistake("the value of a label is a text", "write a text")
            }
            labels.append(Label(entry.key, value))
        }
        guard size(of: labels) <= mostLabelBytes else {
            throw node.mistake("the labels have more than \(mostLabelBytes) bytes", "shorten them")
        }
        return labels
    }

    /// What labels take in each series, roughly.
    static func size(of labels: [Label]) -> Int {
        labels.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
    }
}

extension YAMLNode {
    fileprivate func mistake(_ what: String, _ remedy: String) -> ConfigurationError {
        ConfigurationError(position, what, remedy)
    }
}
