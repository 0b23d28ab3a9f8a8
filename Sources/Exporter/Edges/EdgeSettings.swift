package import Posix
package import WhatsApp

/// Whether and how edges are followed.
package struct EdgeSettings: Sendable, Equatable {
    package var isEnabled = true
    /// Between two questions to the resolver that probes use.
    package var interval = Duration.seconds(60)
    /// Between two askings of each of the others for all the names: guests there, we ask seldom.
    package var resolverInterval = Duration.seconds(300)
    /// Whom to ask besides; those on the internet are asked for public targets only.
    package var resolvers = Catalogue.publicResolvers
    /// Between two probes of a home that answers no longer lead to.
    package var pinnedInterval = Duration.seconds(60)
    /// Where this host is; `nil` when nobody said.
    package var location: GeographicPosition?

    package init() {}
}
