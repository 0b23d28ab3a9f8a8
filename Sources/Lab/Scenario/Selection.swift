package import WhatsApp
package import Wire

/// Where a fault strikes: everywhere, unless narrowed.
///
/// Hosts, components and controls add up; edges, resolvers, families and ports each narrow what these select.
package struct Selection: Sendable, Equatable {
    /// Names of the estate's hosts; for faults of DNS the names asked for.
    package var hosts: Set<String> = []
    package var components: Set<Component> = []
    package var controls: Set<Control> = []
    /// Codes of points of presence, or ``Estate/amazonEdge``.
    package var edges: Set<String> = []
    /// Whose answers a fault of DNS spoils.
    package var resolvers: Set<ResolverRole> = []
    package var family: AddressFamily?
    package var port: UInt16?

    package init() {}

    /// Whether a fault here strikes at a place.
    package func covers(_ place: Place) -> Bool {
        let isNamed =
            hosts.isEmpty && components.isEmpty && controls.isEmpty
            || place.host.map(hosts.contains) == true || !components.isDisjoint(with: place.components)
            || !controls.isDisjoint(with: place.controls)
        return isNamed && (edges.isEmpty || place.edge.map(edges.contains) == true)
            && (resolvers.isEmpty || place.resolver.map(resolvers.contains) == true)
            && (family == nil || family == place.family) && (port == nil || port == place.port)
    }
}

/// Where one connection or query goes.
package struct Place: Sendable, Equatable {
    /// The host meant, or the name asked for; `nil` for an address without a name.
    package var host: String?
    /// What the host stands for.
    package var components: Set<Component>
    package var controls: Set<Control>
    /// The point of presence connected to; `nil` for queries and strangers.
    package var edge: String?
    /// Who is asked; `nil` for connections.
    package var resolver: ResolverRole?
    /// Of the connection, or of the addresses asked for.
    package var family: AddressFamily
    package var port: UInt16

    /// A connection to an address of the estate.
    ///
    /// - Parameter host: whom the client means; where it does not say, as on the chat ports, whose address it is.
    package init(connectionTo address: IPAddress, port: UInt16, host: String? = nil) {
        let owner = host ?? Estate.host(at: address)
        self.host = owner
        components = owner.map(Estate.components(of:)) ?? []
        controls = (owner.map(Estate.controls(of:)) ?? []).union(Estate.controls(at: address))
        edge = Estate.edge(of: address)
        resolver = nil
        family = address.family
        self.port = port
    }

    /// A query for a name at a DNS server of the estate.
    ///
    /// - Parameter family: of the addresses asked for; other types count as `.ip4`.
    package init(queryFor name: String, family: AddressFamily, at server: IPAddress) {
        host = name
        let role = Estate.resolverRole(of: server)
        components = Estate.components(of: name)
        if role == .authority { components.insert(.dnsAuthority) }
        controls = Estate.controls(of: name)
        edge = nil
        resolver = role
        self.family = family
        port = 53
    }
}

/// Whose DNS server it is.
package enum ResolverRole: String, CaseIterable, Sendable {
    /// The host's own.
    case system
    /// Of a public operator: for controls and second opinions.
    case `public`
    /// WhatsApp's.
    case authority
}
