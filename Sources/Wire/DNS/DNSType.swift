/// Type of a record or question; any 16-bit number.
package struct DNSType: RawRepresentable, Hashable, Sendable {
    /// Number by IANA's registry.
    package let rawValue: UInt16

    /// Any number, known or not.
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// IPv4 address.
    package static let a = DNSType(rawValue: 1)
    /// Name server of a zone.
    package static let ns = DNSType(rawValue: 2)
    /// Canonical name of an alias.
    package static let cname = DNSType(rawValue: 5)
    /// Start of a zone of authority.
    package static let soa = DNSType(rawValue: 6)
    /// Name of an address, under `reverseName`.
    package static let ptr = DNSType(rawValue: 12)
    /// Mail exchange.
    package static let mx = DNSType(rawValue: 15)
    /// Character strings.
    package static let txt = DNSType(rawValue: 16)
    /// IPv6 address (RFC 3596).
    package static let aaaa = DNSType(rawValue: 28)
    /// Host and port of a service (RFC 2782).
    package static let srv = DNSType(rawValue: 33)
    /// Pseudo-record of EDNS, read as `DNSEDNS`.
    package static let opt = DNSType(rawValue: 41)
    /// Everything there is of a name (QTYPE `*`).
    package static let any = DNSType(rawValue: 255)
}

extension DNSType: CustomStringConvertible {
    /// Type from its mnemonic in any case, or `TYPE` and its number (RFC 3597 section 5).
    package init?(_ text: some StringProtocol) {
        let upper = text.uppercased()
        if let known = Self.numbers[upper] {
            self.init(rawValue: known)
        } else if upper.hasPrefix("TYPE"), let number = UInt16(upper.dropFirst(4)) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    /// Mnemonic, or `TYPE` and the number.
    package var description: String {
        Self.mnemonics[rawValue] ?? "TYPE\(rawValue)"
    }
}
