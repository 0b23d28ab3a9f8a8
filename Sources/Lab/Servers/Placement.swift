package import Posix
package import Wire

/// Where the estate's addresses are played.
package enum Placement: Sendable {
    /// At the real addresses and ports, in a network of one's own.
    case real
    /// On this machine's loopback, without privileges: ``Estate/loopback(_:)``; the shift lets two estates stand side by side.
    case loopback(portShift: UInt16 = 0)

    /// What a shift may be: ports stay below those that the kernel gives to clients.
    package static let portShifts: ClosedRange<UInt16> = 0...7000

    /// Where a service of an address of the estate listens.
    package func listening(_ address: IPAddress, port: UInt16) -> SocketAddress {
        switch self {
        case .real: SocketAddress(address, port: port)
        case .loopback: SocketAddress(Estate.loopback(address), port: self.port(port))
        }
    }

    /// Where a port of the estate is.
    package func port(_ port: UInt16) -> UInt16 {
        switch self {
        case .real: port
        case .loopback(let shift): Estate.loopbackPort(port) &+ shift
        }
    }

    /// What DNS says for an address of the estate; `nil` for one that cannot be played here.
    ///
    /// Loopback has one IPv6 address: it goes to the home address of chat, which has a probe over IPv6 of its own.
    package func answered(_ address: IPAddress) -> IPAddress? {
        switch self {
        case .real: address
        case .loopback: isPlayed(address) ? Estate.loopback(address) : nil
        }
    }

    /// What DNS says for an address that is none of the estate's: nothing is to leave this machine.
    package func answered(stranger address: IPAddress) -> IPAddress? {
        switch self {
        case .real: address
        case .loopback where address.reach == .unspecified: address
        case .loopback: address.family == .ip4 ? Estate.loopback(address) : nil
        }
    }

    /// Whether there are servers at an address of the estate.
    package func isPlayed(_ address: IPAddress) -> Bool {
        switch self {
        case .real: true
        case .loopback: address.family == .ip4 || address == Self.chatOverIPv6
        }
    }

    /// The estate's own address for one that DNS answered.
    package func original(_ address: IPAddress) -> IPAddress {
        switch self {
        case .real: address
        case .loopback: Self.originals[address] ?? address
        }
    }

    private static let chatOverIPv6 = Estate.addresses(of: "g.whatsapp.net", family: .ip6)?.first

    private static let originals = Dictionary(
        Estate.metaAddresses.map { (Estate.loopback($0.address), $0.address) }, uniquingKeysWith: { first, _ in first })
}
