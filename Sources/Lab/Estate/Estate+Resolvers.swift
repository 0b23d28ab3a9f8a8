package import Wire

/// A DNS server of the estate.
package struct EstateResolver: Sendable, Equatable {
    package let role: ResolverRole
    package let address: IPAddress
    /// The point of presence it is told of: steering goes by who asks.
    package let steersTo: String
}

extension Estate {
    /// All DNS servers: the system's first, the public ones as second opinions ask them, WhatsApp's own last.
    package static let resolvers = [
        resolver(.system, "192.168.71.53", "mia3"),
        // Those of second opinions, then those of the controls: two addresses an operator.
        resolver(.public, "1.1.1.1", "atl3"), resolver(.public, "8.8.8.8", "mia3"), resolver(.public, "9.9.9.9", "atl3"),
        resolver(.public, "1.0.0.1", "atl3"), resolver(.public, "8.8.4.4", "mia3"),
        resolver(.public, "149.112.112.112", "atl3"),
        resolver(.authority, "129.134.30.11", "mia3"), resolver(.authority, "129.134.31.11", "mia3"),
    ].compactMap(\.self)

    package static let systemResolver = resolvers[0]

    package static func resolver(at address: IPAddress) -> EstateResolver? {
        resolvers.first { $0.address == address }
    }

    package static func resolverRole(of address: IPAddress) -> ResolverRole? { resolver(at: address)?.role }

    private static func resolver(_ role: ResolverRole, _ text: String, _ steersTo: String) -> EstateResolver? {
        IPAddress(text).map { EstateResolver(role: role, address: $0, steersTo: steersTo) }
    }
}
