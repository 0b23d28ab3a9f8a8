/// A list of which only the items of the right shape are taken.
struct Lossy<Element: Decodable>: Decodable {
    private struct Anything: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    var elements: [Element] = []
    /// The others.
    var strangers = 0

    init(strangers: Int = 0) {
        self.strangers = strangers
    }

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        while !container.isAtEnd {
            if let element = try? container.decode(Element.self) {
                elements.append(element)
            } else {
                // An item that was not decoded is still the next one.
                _ = try container.decode(Anything.self)
                strangers += 1
            }
        }
    }
}

/// The number that an error is told by.
private struct WebhookFault: Decodable {
    var code: Int
}

extension KeyedDecodingContainer {
    /// A list; one of another shape counts as one stranger.
    func list<Element: Decodable>(_ key: Key) -> Lossy<Element> {
        do {
            return try decodeIfPresent(Lossy<Element>.self, forKey: key) ?? Lossy()
        } catch {
            return Lossy(strangers: 1)
        }
    }

    /// A text, or a whole number as one: ids are written both ways.
    func text(_ key: Key) -> String? {
        if let text = try? decode(String.self, forKey: key) { return text }
        return (try? decode(Int64.self, forKey: key)).map(String.init)
    }

    /// A message's id.
    func identity(_ key: Key) throws -> String {
        let id = try decode(String.self, forKey: key)
        guard (1...WebhookPayload.longestID).contains(id.utf8.count) else {
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "")
        }
        return id
    }

    /// A time in whole seconds, as a number, as its digits or by RFC 3339's letters; milliseconds are told by their size.
    func unixSeconds(_ key: Key) -> UInt32? {
        guard let text = text(key) else { return nil }
        if let number = UInt64(text) { return UInt32(exactly: number > 99_999_999_999 ? number / 1000 : number) }
        return PlatformTime.unixSeconds(text)
    }

    func errorCodes(_ key: Key) -> [Int] {
        let faults: Lossy<WebhookFault> = list(key)
        return faults.elements.prefix(WebhookPayload.mostErrors).map(\.code)
    }
}
