/// Entries in the order they came, each key once.
struct UniqueEntries {
    private(set) var all: [YAMLNode.Entry] = []
    private var indices: [String: Int] = [:]

    /// Where the key stands in `all`.
    func index(of key: String) -> Int? { indices[key] }

    /// Adds an entry; a key that is there already stays, and its position is returned.
    mutating func insert(_ entry: YAMLNode.Entry) -> SourcePosition? {
        if let index = indices[entry.key] { return all[index].keyPosition }
        indices[entry.key] = all.count
        all.append(entry)
        return nil
    }

    mutating func replace(at index: Int, with value: YAMLNode) {
        let old = all[index]
        all[index] = YAMLNode.Entry(key: old.key, keyPosition: old.keyPosition, value: value)
    }
}
