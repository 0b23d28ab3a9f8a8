import Probing
import Testing
import Wire

@testable import Exporter

@Suite struct ProbeFlagTests {
    private func options(_ words: String...) throws -> ProbeOptions {
        guard case .serve(let options) = try Command.parse(words, hostCollectors: []) else { throw UsageError("not serve") }
        return options.probe
    }

    @Test func defaultsAreSafe() throws {
        let options = try options()
        #expect(options == ProbeOptions())
        #expect(options.allowRules == [.configured])
        #expect(options.timeoutOffset == .milliseconds(500) && options.historyLimit == 100 && options.logLevel == .info)
    }

    @Test func takesAll() throws {
        let options = try options(
            "--probe.allow=configured", "--probe.allow", "10.0.0.0/8", "--timeout-offset=0.25", "--history.limit=0",
            "--log.prober=debug")
        #expect(options.allowRules == [.configured, .network(.v4(0x0a00_0000), bits: 8)])
        #expect(options.timeoutOffset == .milliseconds(250) && options.historyLimit == 0 && options.logLevel == .debug)
        #expect(try self.options("--probe.allow=any").allowRules == [.any], "the default is replaced")
    }

    @Test(arguments: [
        "--probe.allow=10.0.0.1/8", "--probe.allow=", "--timeout-offset=-1", "--timeout-offset=NaN", "--timeout-offset=1s",
        "--timeout-offset=61", "--history.limit=-1", "--history.limit=10001", "--history.limit=1e3", "--log.prober=loud",
        "--web.telemetry-path=/probe",
    ])
    func refusesOtherValues(word: String) {
        #expect(throws: UsageError.self) { try options(word) }
    }
}
