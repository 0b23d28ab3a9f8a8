import Bytes

/// The labels of a long-lived series, rendered once.
@usableFromInline package struct Labels: Sendable, Hashable {
    /// `name="value",name="value"`, escaped, without braces: the same in both formats.
    let bytes: [UInt8]

    /// No labels.
    package static let none = Labels([:])

    /// Labels in the order given.
    /// - Precondition: names are distinct and valid (``MetricName/isValidLabel(_:)``); values may be anything.
    package init(_ pairs: KeyValuePairs<String, String>) {
        self.init(pairs.map { ($0.key, $0.value) })
    }

    /// Labels in the order given, for names that are known at run time.
    package init(_ pairs: [(name: String, value: String)]) {
        var bytes = ByteBuffer(capacity: 32 * pairs.count)
        var names: Set<String> = []
        for (name, value) in pairs {
            precondition(MetricName.isValidLabel(name), "illegal label name \(name)")
            precondition(names.insert(name).inserted, "label \(name) twice")
            if bytes.count > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append("\(name)=\"")
            bytes.append(escaping: value)
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes.bytes
    }
}

extension Labels: ExpressibleByDictionaryLiteral {
    @usableFromInline package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }
}
