import Posix
import Probing
import TLS

extension ProbeEnvironment {
    /// What a running exporter's probes work with.
    init(_ configuration: Configuration, on loops: Loops) throws(TLSContextError) {
        try self.init(configuration, on: loops.probes)
        workbench = loops.workbench
        databaseLoop = loops.databases
    }

    /// What a configuration's probes work with.
    init(_ configuration: Configuration, on loop: EventLoop) throws(TLSContextError) {
        self.init(
            loop: loop,
            resolver: Resolver(
                on: loop, configurationPath: configuration.resolverConfigurationPath, hostsPath: configuration.hostsPath,
                nameserver: configuration.resolver),
            tls: try TLSContext(trustedFile: configuration.trustedCAFile))
    }
}
