import Posix
import WhatsApp
import YAML

/// `edges`: which edges the names lead to, and what becomes of one that is left.
struct EdgesSection {
    private static let intervals: ClosedRange<Duration> = .seconds(1)...(.seconds(3600))

    private(set) var settings = EdgeSettings()

    /// - Parameter resolvers: whom to ask unless the section names others.
    init(resolvers: [SocketAddress]) {
        settings.resolvers = resolvers
    }

    init?(_ section: MappingReader, resolvers: [SocketAddress]) {
        self.init(resolvers: resolvers)
        settings.isEnabled = section.optional("enabled")?.bool() ?? settings.isEnabled
        settings.interval = section.optional("interval")?.duration(in: Self.intervals) ?? settings.interval
        settings.resolverInterval =
            section.optional("resolver_interval")?.duration(in: Self.intervals) ?? settings.resolverInterval
        settings.resolvers = section.optional("resolvers")?.list { $0.socketAddress(defaultPort: 53) } ?? settings.resolvers
        settings.pinnedInterval = section.optional("pinned_interval")?.duration(in: Self.intervals) ?? settings.pinnedInterval
        settings.location = section.optional("location")?.mapping(Self.location) ?? nil
    }

    private static func location(_ section: MappingReader) -> GeographicPosition?? {
        let latitude = section.required("latitude")?.double(in: -90...90)
        let longitude = section.required("longitude")?.double(in: -180...180)
        guard let latitude, let longitude else { return nil }
        return GeographicPosition(latitude: latitude, longitude: longitude)
    }
}
