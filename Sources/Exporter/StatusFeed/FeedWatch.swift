import Probing
import Prometheus
import Server

/// TODO
final class FeedWatch: SignalSource {
    var collectors: [any Collector] { [] }

    init(_ configuration: Configuration, _ context: SignalContext) {}

    func reconfigure(_ configuration: Configuration) {}

    func run(in environment: ProbeEnvironment) async {}
}
