package import Wire

/// A place of Meta's network: one /24 and one /48.
package struct PointOfPresence: Sendable, Equatable {
    /// Which last bytes its addresses have (whatsapp.md 3.3).
    package enum Style: Sendable {
        /// `.32` web, `.33` chat.
        case recent
        /// `.60` web, `.61` chat.
        case older
    }

    /// Airport and number, as in reverse names.
    package let code: String
    /// The /24's first address.
    package let network: IPAddress
    package let style: Style
    /// The third group of its IPv6 addresses in 2a03:2880::/32.
    package let group: UInt16
    /// From the vantage point and back.
    package let roundTripMilliseconds: Double

    init?(code: String, network: String, style: Style, group: UInt16, roundTripMilliseconds: Double) {
        guard let network = IPAddress(network) else { return nil }
        self.code = code
        self.network = network
        self.style = style
        self.group = group
        self.roundTripMilliseconds = roundTripMilliseconds
    }

    /// The address of a host here.
    package func address(of host: MetaHost, family: AddressFamily) -> IPAddress {
        let last = style == .recent ? host.recentByte : host.olderByte
        switch family {
        case .ip4:
            guard case .v4(let value) = network else { return network }
            return .v4(value | UInt32(last))
        case .ip6:
            return .v6(
                high: 0x2a03_2880_0000_0000 | UInt64(group) << 16 | 0x0120, low: 0xface_b00c_0000_0000 | UInt64(host.group))
        }
    }

    /// Whether an address is in one of its networks.
    package func holds(_ address: IPAddress) -> Bool {
        switch address {
        case .v4: address.prefix(bits: 24) == network
        case .v6(let high, _): high >> 16 == 0x2a03_2880_0000 | UInt64(group)
        }
    }
}

/// A host of WhatsApp or Meta that every point of presence serves.
package struct MetaHost: Sendable, Equatable {
    package let name: String
    /// The name it is an alias of; `nil` for those that have addresses themselves.
    package let canonicalName: String?
    /// The service in reverse names, as `whatsapp-chatd-edge`.
    package let service: String
    /// Where its reverse names are, as `facebook.com`.
    package let reverseZone: String
    /// Last byte of its addresses where they are of the recent style.
    package let recentByte: UInt8
    package let olderByte: UInt8
    /// Last group of its IPv6 addresses.
    package let group: UInt16

    init(
        _ name: String, alias canonicalName: String? = nil, _ service: String, _ reverseZone: String, _ recentByte: UInt8,
        _ olderByte: UInt8, _ group: UInt16
    ) {
        self.name = name
        self.canonicalName = canonicalName
        self.service = service
        self.reverseZone = reverseZone
        self.recentByte = recentByte
        self.olderByte = olderByte
        self.group = group
    }
}
