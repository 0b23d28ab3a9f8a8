import Probing
import Prometheus
import Server

/// What speaks beside the probes: users' reports, the platform's webhooks, its health, its status page.
///
/// It is there in every exporter, and does nothing until the configuration has its section.
protocol SignalSource: Sendable {
    /// Its paths; they answer 404 while it is not configured.
    var routes: [Route] { get }
    /// Its families, without samples while it is not configured.
    var collectors: [any Collector] { get }

    /// Goes over to another configuration; nothing counted or learnt is forgotten.
    func reconfigure(_ configuration: Configuration)

    /// Works until cancelled: asks whom it asks, and tells the desk, at least every few minutes, what stands.
    func run(in environment: ProbeEnvironment) async

    /// Hands what was counted and learnt to the history.
    func keep()
}

extension SignalSource {
    var routes: [Route] { [] }
    func keep() {}
}
