/// Class of a record or question; any 16-bit number.
package struct DNSClass: RawRepresentable, Hashable, Sendable {
    /// Number by IANA's registry.
    package let rawValue: UInt16

    /// Any number, known or not.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// IN.
    package static let internet = DNSClass(rawValue: 1)
    /// Where servers tell about themselves (`id.server`, RFC 4892).
    package static let chaos = DNSClass(rawValue: 3)
}

extension DNSClass: CustomStringConvertible {
    private static let mnemonics: [(text: String, number: UInt16)] = [
        ("IN", 1), ("CS", 2), ("CH", 3), ("HS", 4), ("NONE", 254), ("ANY", 255),
    ]

    /// Class from its mnemonic in any case, or `CLASS` and its number (RFC 3597 section 5).
    package init?(_ text: some StringProtocol) {
        let upper = text.uppercased()
        if let known = Self.mnemonics.first(where: { $0.text == upper }) {
            self.init(rawValue: known.number)
        } else if upper.hasPrefix("CLASS"), let number = UInt16(upper.dropFirst(5)) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    /// Mnemonic, or `CLASS` and the number; a number too for ANY, which is also a type's name.
    package var description: String {
        guard rawValue != 255 else { return "CLASS255" }
        return Self.mnemonics.first { $0.number == rawValue }?.text ?? "CLASS\(rawValue)"
    }
}
