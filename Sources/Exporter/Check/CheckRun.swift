import Diagnosis
import Posix
import Probing
import WhatsApp
import Wire

/// Runs every probe once, side by side, and books what they find.
struct CheckRun: Sendable {
    let configuration: Configuration
    let environment: ProbeEnvironment
    /// Called after each probe with how many of how many are done.
    let progress: @Sendable (Int, Int) -> Void

    /// To be called on the environment's loop.
    func run() async -> Ledger {
        let ledger = Ledger(configuration.endpoints, hysteresis: .immediate)
        let seeker = SecondOpinionSeeker(resolvers: configuration.secondOpinionResolvers)
        let probes = configuration.endpoints.flatMap { endpoint in
            endpoint.target.families.families.map { (endpoint.target, $0) }
        }
        progress(0, probes.count)
        await withTaskGroup(of: ProbeReport.self) { group in
            for (target, family) in probes {
                group.addTask {
                    let outcome = await seeker.probe(target, over: family, in: environment, until: .after(target.timeout))
                    return ProbeReport(target: target, family: family, outcome: outcome, finishedAt: environment.now())
                }
            }
            var done = 0
            for await report in group {
                ledger.record(report)
                done += 1
                progress(done, probes.count)
            }
        }
        return ledger
    }
}
