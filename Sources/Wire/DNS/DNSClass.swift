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
