package import WhatsApp
package import Wire

/// Whose answers are followed: one role's, as one resolver gives them in one family.
///
/// Which edge a name leads to is decided for the resolver that asks, so each has a home of its own.
package struct EdgeKey: Hashable, Sendable {
    package var role: EdgeRole
    /// `system`, or the resolver's address.
    package var resolver: String
    package var family: AddressFamily

    package init(role: EdgeRole, resolver: String, family: AddressFamily) {
        self.role = role
        self.resolver = resolver
        self.family = family
    }
}

extension EdgeKey: CustomStringConvertible {
    /// `chat/system/ip4`, as rows are kept under.
    package var description: String { "\(role.rawValue)/\(resolver)/\(family.rawValue)" }

    /// A key from its text form.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, let role = EdgeRole(rawValue: String(parts[0])),
            let family = AddressFamily(rawValue: String(parts[2]))
        else { return nil }
        self.init(role: role, resolver: String(parts[1]), family: family)
    }
}
