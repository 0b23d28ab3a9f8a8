import Posix
import Wire
import YAML

/// `whatsapp_lab run`: plays a scenario on this machine's loopback for an exporter that somebody else starts.
struct LoopbackRun: Sendable {
    struct Options: Equatable {
        var pace = Pace()
        /// Where the exporter's files go; `nil` for a new directory.
        var directory: String?
        /// How often the exporter is to probe; `nil` for the catalogue's own rhythm.
        var interval: Duration?
        var portShift: UInt16 = 0
        /// The exporter's own page, where reports and webhooks go; `nil` for nowhere.
        var exporter: HTTPURL?
    }

    let scenario: Scenario
    let options: Options
    let say: @Sendable (String) -> Void

    /// Plays to the scenario's end, or until one of these signals, which are blocked.
    func run(endingAt signals: [Int32]) throws {
        let stage = try Stage(
            scenario, .loopback(portShift: options.portShift), pace: options.pace, directory: options.directory,
            interval: options.interval)
        defer { stage.clear() }
        let loop = try EventLoop()
        let performance = Performance(stage: stage, loop: loop, exporter: options.exporter, say: say)
        let result = loop.run { () -> Result<Void, any Error> in
            do {
                try await performance.play {
                    let duration = DurationText.format(scenario.duration)
                    say("\(scenario.name) plays for \(duration)\(options.pace.text); start the exporter with these flags:")
                    say(stage.flags.joined(separator: " "))
                    _ = try await Signals(signals, on: loop).next(until: .after(options.pace.realTime(of: scenario.duration)))
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result?.get()
        say("end of \(scenario.name)")
    }
}
