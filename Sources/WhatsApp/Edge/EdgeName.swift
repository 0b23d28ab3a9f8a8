/// The reverse name of an edge's address, as Meta writes them: `whatsapp-chatd-edge-shv-01-mia3.facebook.com`.
///
/// Anybody may give the addresses of his own such a name: without a forward answer that agrees it proves nothing.
package struct EdgeName: Hashable, Sendable {
    /// What the address serves.
    package enum Service: String, CaseIterable, Sendable {
        /// `whatsapp-chatd-edge`, over IPv6 `whatsapp-chatd-edge6`.
        case chat
        /// `whatsapp-chatd-msgr-mini-edge`.
        case messengerChat = "messenger_chat"
        /// `whatsapp-cdn`: web and media.
        case cdn
        /// `fna-whatsapp`: a cache in a provider's network.
        case providerCache = "provider_cache"
        /// Another service of the same cluster, as `edge-star-mini` or `instagram-p42`.
        case sibling
    }

    package let service: Service
    /// 0...99.
    package let cluster: Int
    package let place: PointOfPresence

    /// What a name says; `nil` for any other name. Case does not matter.
    package init?(_ name: some StringProtocol) {
        let lower = name.lowercased()
        guard let domain = [".facebook.com", ".fbcdn.net"].first(where: lower.hasSuffix) else { return nil }
        let parts = lower.dropLast(domain.count).split(separator: "-", omittingEmptySubsequences: false)
        // After the cluster's number and the place comes at most the number of a machine.
        guard parts.allSatisfy(Self.isWord), let mark = parts.lastIndex(of: "shv"), (3...4).contains(parts.count - mark),
            let service = Self.service(parts[..<mark]), parts[mark + 1].utf8.count == 2,
            let cluster = Self.number(parts[mark + 1]), let place = PointOfPresence(code: parts[mark + 2]),
            parts.count - mark == 3 || Self.number(parts[mark + 3]) != nil
        else { return nil }
        self.service = service
        self.cluster = cluster
        self.place = place
    }

    private static func service(_ words: ArraySlice<Substring>) -> Service? {
        switch words.joined(separator: "-") {
        case "whatsapp-chatd-edge", "whatsapp-chatd-edge6": .chat
        case "whatsapp-chatd-msgr-mini-edge", "whatsapp-chatd-msgr-mini-edge6": .messengerChat
        case "whatsapp-cdn", "whatsapp-cdn6": .cdn
        case "fna-whatsapp", "fna-whatsapp6": .providerCache
        default: words.count > 1 && words.first == "edge" || words.count == 2 && words.first == "instagram" ? .sibling : nil
        }
    }

    private static func isWord(_ part: Substring) -> Bool {
        !part.isEmpty && part.utf8.allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    private static func number(_ part: Substring) -> Int? {
        part.utf8.allSatisfy(isDigit) ? Int(part) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
