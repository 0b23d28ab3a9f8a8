package import Wire

/// The entries of a mapping, asked for by key; what was never asked for is unknown, and an error.
package final class MappingReader {
    /// Where the mapping starts.
    package let position: SourcePosition
    private let entries: [YAMLNode.Entry]
    private let values: [String: YAMLNode]
    private let context: ReadingContext
    private let isExpanded: Bool
    private var asked: [String] = []
    private var missing: [String] = []

    init(_ entries: [YAMLNode.Entry], at position: SourcePosition, context: ReadingContext, isExpanded: Bool) {
        self.position = position
        self.entries = entries
        values = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        self.context = context
        self.isExpanded = isExpanded
    }

    /// The key's value, `nil` when the key is absent.
    package func optional(_ key: String) -> ValueReader? {
        if !asked.contains(key) { asked.append(key) }
        return values[key].map { ValueReader($0, label: key, context: context, isExpanded: isExpanded) }
    }

    /// The key's value, or one without content at the mapping's own place.
    package func orEmpty(_ key: String) -> ValueReader {
        optional(key) ?? ValueReader(YAMLNode(.null, at: position), label: key, context: context, isExpanded: isExpanded)
    }

    /// The key's value; an absent key is recorded as an error.
    package func required(_ key: String) -> ValueReader? {
        if let value = optional(key) { return value }
        recordMissing(key, "add it to this mapping")
        return nil
    }

    /// The secret under `key`, or in the file that `key_file` names; `nil` when neither is there.
    ///
    /// The file's path is relative to the configuration file's folder, and one newline at its end is dropped.
    /// Both keys, an empty secret, and a file over 64 KiB or not UTF-8 are errors.
    package func secret(_ key: String) -> Secret? {
        let fileKey = key + "_file"
        switch (optional(key), optional(fileKey)) {
        case (nil, nil): return nil
        case (let inline?, nil): return inline.secret()
        case (nil, let file?): return file.secretFile()
        case (_?, let file?):
            file.reject("\(key) and \(fileKey) are both given", "keep one of the two")
            return nil
        }
    }

    /// As `secret`, but the absence of both keys is recorded as an error.
    package func requiredSecret(_ key: String) -> Secret? {
        if values[key] == nil, values[key + "_file"] == nil {
            recordMissing(key, "add \(key) or \(key)_file to this mapping")
        }
        return secret(key)
    }

    /// Where the values stand that must not be shown, of the whole document and so far.
    package var concealed: Set<SourcePosition> { context.concealed }

    /// A variable of the environment; `nil` when it is not set.
    package func environmentVariable(_ name: String) -> String? { context.environment(name) }

    /// Records an error about the mapping as a whole.
    package func reject(_ what: String, _ remedy: String) {
        context.record(position, what, remedy)
    }

    /// Records the keys nobody asked for.
    ///
    /// - Parameter isComplete: `false` when the reading gave up early. Keys it never came to are then no mistake;
    ///   only one that looks like a missing key is.
    func finish(isComplete: Bool) {
        for entry in entries where !asked.contains(entry.key) && !context.isFull {
            let what = "unknown key \(quoted(entry.key))"
            if let guess = nearest(to: entry.key, among: isComplete ? asked : missing) {
                context.record(entry.keyPosition, what, "did you mean \"\(guess)\"?")
            } else if isComplete {
                context.record(
                    entry.keyPosition, what, asked.isEmpty ? "remove it" : "known here: " + asked.joined(separator: ", "))
            }
        }
    }

    private func recordMissing(_ key: String, _ remedy: String) {
        missing.append(key)
        context.record(position, "missing key \"\(key)\"", remedy)
    }
}
