/// A list of which only what is of the wanted kind is kept.
struct LenientList<Element: Decodable>: Decodable {
    private struct Item: Decodable {
        var element: Element?

        init(from decoder: any Decoder) {
            element = try? Element(from: decoder)
        }
    }

    var elements: [Element]

    /// - Throws: when it is no list.
    init(from decoder: any Decoder) throws {
        elements = try [Item](from: decoder).compactMap(\.element)
    }
}

extension KeyedDecodingContainer {
    /// What stands under a key, if it is of that kind.
    func lenient<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
        (try? decodeIfPresent(type, forKey: key)) ?? nil
    }
}
