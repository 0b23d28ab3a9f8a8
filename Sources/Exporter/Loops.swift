import Posix

/// The threads of a running exporter, so that no work holds up another kind.
struct Loops: Sendable {
    let probes: EventLoop
    let web: EventLoop
    /// Expressions, conditions and compression of what peers sent.
    let workbench: EventLoop
    /// Databases: their library may be kept busy by a hostile server.
    let databases: EventLoop

    init() throws(Errno) {
        probes = try EventLoop()
        web = try EventLoop()
        workbench = try EventLoop()
        databases = try EventLoop()
    }

    /// Runs all but the web loop, which is the caller's to run, until `body` ends.
    ///
    /// Joined at the end: exit handlers of the libraries must not run under a probe's feet.
    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        let own = [probes, workbench, databases]
        for loop in own { loop.start() }
        defer {
            for loop in own {
                loop.stop()
                loop.join()
            }
        }
        return try body()
    }
}
