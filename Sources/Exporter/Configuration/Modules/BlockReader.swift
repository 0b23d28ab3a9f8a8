import Probing
import YAML

/// The keys of one block of a module; a key without a value, or with an empty text, is as if it were not there, as in Go's structs.
struct BlockReader {
    let mapping: MappingReader
    let readFile: (String) throws -> [UInt8]

    subscript(_ key: String) -> ValueReader? {
        mapping.optional(key).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The key's value where an empty text means something, too.
    func evenEmpty(_ key: String) -> ValueReader? {
        mapping.optional(key).flatMap { $0.isNull ? nil : $0 }
    }

    func flag(_ key: String, default standard: Bool) -> Bool {
        self[key]?.flag() ?? standard
    }

    func required(_ key: String) -> ValueReader? {
        guard let value = mapping.required(key) else { return nil }
        guard value.isEmpty else { return value }
        value.reject("\(key) is empty", "give it a value")
        return nil
    }

    /// What the block under a key says; `nil` where there is none.
    func block<Value>(_ key: String, _ body: (BlockReader) -> Value) -> Value? {
        self[key]?.mapping { body(BlockReader(mapping: $0, readFile: readFile)) }
    }

    /// The items of a list of blocks; those that are wrong are left out.
    func blocks<Value>(_ key: String, _ body: (BlockReader) -> Value?) -> [Value] {
        self[key]?.list { item in item.mapping { body(BlockReader(mapping: $0, readFile: readFile)) } } ?? []
    }

    /// Records an error when more than one of the keys has a value.
    func exclude(_ keys: String...) {
        let given = keys.compactMap { key in self[key].map { (key, $0) } }
        guard given.count > 1 else { return }
        let names = given.map(\.0)
        given[1].1.reject(
            "\(names.dropLast().joined(separator: ", ")) and \(names.last ?? "") do not go together", "keep one of them")
    }

    /// The secret under `key`, or in the file of `key_file`.
    func secret(_ key: String) -> SecretReading? {
        exclude(key, "\(key)_file")
        if let value = self[key] { return value.moduleSecret().map { .init(source: .value($0), value: value) } }
        guard let file = self["\(key)_file"] else { return nil }
        return file.secretFile(readFile).map { .init(source: $0, value: file) }
    }
}
