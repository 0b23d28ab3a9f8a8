import Prometheus

/// A collector of the host before it is made: what flags have to know of it.
package struct HostCollectorKind: Sendable {
    /// The name in flags, in `collect[]` and in the `collector` label.
    package let name: String
    /// Whether it runs unless told otherwise.
    package let isDefault: Bool
    let make: @Sendable (HostContext) throws -> any Collector

    init(_ name: String, isDefault: Bool = true, _ make: @escaping @Sendable (HostContext) throws -> any Collector) {
        self.name = name
        self.isDefault = isDefault
        self.make = make
    }
}
