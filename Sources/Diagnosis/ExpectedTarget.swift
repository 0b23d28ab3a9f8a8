package import WhatsApp
package import Wire

/// A target the diagnosis will hear of.
package struct ExpectedTarget: Sendable, Equatable {
    /// As observations will name it.
    package var name: String
    /// What it stands for.
    package var role: Role
    /// The families it is probed over, each a check of its own; `nil` stands for "whichever works".
    package var families: [AddressFamily?]
    /// Three times this long a result counts (``Hysteresis``).
    package var intervalSeconds: Double
    /// Whether its name is found by this host's own resolver and hosts file.
    ///
    /// A resolver control for which this holds is a check of the host's own resolver.
    package var usesSystemResolver: Bool
    /// Checks of one host and role confirm each other's failures; "" for none.
    package var host: String

    /// - Parameter usesSystemResolver: by default true of named sites and of all of WhatsApp but its name servers.
    package init(
        name: String, role: Role, families: [AddressFamily?] = [nil], intervalSeconds: Double = 60,
        usesSystemResolver: Bool? = nil, host: String = ""
    ) {
        self.name = name
        self.role = role
        self.families = families
        self.intervalSeconds = intervalSeconds
        self.host = host
        self.usesSystemResolver = usesSystemResolver ?? Self.usesSystemResolver(in: role)
    }

    private static func usesSystemResolver(in role: Role) -> Bool {
        switch role {
        case .control(let control): control == .site
        case .component(let component): component != .dnsAuthority
        }
    }
}
