/// A text or number from outside, made fit for a label.
struct FeedText: Decodable {
    static let limit = 64

    var text: String

    /// - Throws: when nothing printable is in it.
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let given = try (try? value.decode(String.self)) ?? String(value.decode(Int64.self))
        let words = given.prefix(4 * Self.limit).unicodeScalars
            .split { $0.properties.isWhitespace || !Self.isPrintable($0) }.map { String($0) }
        text = String(words.joined(separator: " ").prefix(Self.limit))
        if text.isEmpty { throw FeedFault.malformed }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
