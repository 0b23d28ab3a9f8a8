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
    /// Where probes note what they do; `nil` when nobody reads it.
    package var log: ProbeLog?
    /// Says why an address found for a host must not be talked to; `nil` when it may. The address is `nil` where only a proxy
    /// finds it.
    package var objection: @Sendable (_ host: String, _ address: IPAddress?) -> String? = { _, _ in nil }
    /// A loop for work that would hold up other probes: expressions on large bodies, their decompression. `nil` does it in place.
    package var workbench: EventLoop?
    /// A loop for databases, whose library may be kept busy by a hostile server; `nil` for ``loop``.
    package var databaseLoop: EventLoop?

    package init(
        loop: EventLoop, resolver: Resolver, tls: TLSContext, now: @escaping @Sendable () -> Double = { unixTimeNow() }
    ) {
        self.loop = loop
        self.resolver = resolver
        self.tls = tls
        self.now = now
    }

    /// Notes a step for the people who debug a probe; free where nobody does.
    package func note(
        _ level: ProbeLog.Level, _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> KeyValuePairs<String, String> = [:]
    ) {
        log?.note(level, message(), fields())
    }

    /// Does work that takes long off the loop, and comes back to it.
    package func aside<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        guard let workbench else { return work() }
        return await Task(executorPreference: workbench) { work() }.value
    }
}
