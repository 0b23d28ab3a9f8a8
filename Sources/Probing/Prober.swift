package import Posix
package import TLS
package import Wire

/// A way of asking a service whether it works.
package protocol Prober: Sendable {
    /// The protocol's name, as configuration and labels spell it.
    var name: String { get }

    /// The parts of its work in which it can fail.
    var layers: [FailureLayer] { get }

    /// The phases it times when it succeeds.
    var phases: [Phase] { get }

    /// Probes once, on the environment's loop. Every ending is an outcome; by the deadline it has returned.
    func probe(_ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline) async
        -> ProbeOutcome
}

/// What probers are given to work with.
package struct ProbeEnvironment: Sendable {
    package var loop: EventLoop
    package var resolver: Resolver
    package var tls: TLSContext
    /// Wall-clock time in Unix seconds, against which certificates and dates are judged.
    package var now: @Sendable () -> Double

    package init(
        loop: EventLoop, resolver: Resolver, tls: TLSContext, now: @escaping @Sendable () -> Double = { unixTimeNow() }
    ) {
        self.loop = loop
        self.resolver = resolver
        self.tls = tls
        self.now = now
    }
}
