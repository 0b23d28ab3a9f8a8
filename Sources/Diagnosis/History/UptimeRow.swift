package import WhatsApp

/// What was seen of one component in one span of time, as it is kept.
///
/// Time neither up nor down was not observed.
package struct UptimeRow: Sendable, Equatable {
    package var component: Component
    /// Unix seconds.
    package var start: Double
    package var widthSeconds: Double
    package var upSeconds: Double
    package var downSeconds: Double
    package var probes: Int
    package var failures: Int
    /// The sketch of the latencies in its own encoding; the store does not look inside.
    package var latencies: [UInt8]

    package init(
        component: Component, start: Double, widthSeconds: Double, upSeconds: Double, downSeconds: Double,
        probes: Int, failures: Int, latencies: [UInt8]
    ) {
        self.component = component
        self.start = start
        self.widthSeconds = widthSeconds
        self.upSeconds = upSeconds
        self.downSeconds = downSeconds
        self.probes = probes
        self.failures = failures
        self.latencies = latencies
    }
}
