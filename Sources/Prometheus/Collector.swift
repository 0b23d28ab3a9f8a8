/// A source of metric families, read when a scrape asks.
package protocol Collector: Sendable {
    /// The name in `collect[]`, in flags and in the `collector` label: distinct in a registry, fixed for the program's life.
    var name: String { get }

    /// Writes whole families, always the same ones in the same order.
    ///
    /// May block for as long as the kernel takes to make a file under `/proc`, and no longer.
    /// - Throws: whatever went wrong; what was written until then is forgotten, and the other collectors go on.
    func collect(into sink: inout MetricSink) throws
}
