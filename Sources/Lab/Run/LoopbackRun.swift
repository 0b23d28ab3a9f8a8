import Posix
import YAML

/// `whatsapp_lab run`: plays a scenario on this machine's loopback for an exporter that somebody else starts.
struct LoopbackRun: Sendable {
    let scenario: Scenario
    /// Where the exporter's files go; `nil` for a new directory.
    let directory: String?
    /// How often the exporter is to probe; `nil` for the catalogue's own rhythm.
    let interval: Duration?
    let say: @Sendable (String) -> Void

    /// Plays to the scenario's end, or until one of these signals, which are blocked.
    func run(endingAt signals: [Int32]) throws {
        let stage = try Stage(scenario, .loopback(), directory: directory, interval: interval)
        defer { stage.clear() }
        let loop = try EventLoop()
        let performance = Performance(stage: stage, loop: loop, say: say)
        let result = loop.run { () -> Result<Void, any Error> in
            do {
                try await performance.play {
                    let duration = DurationText.format(scenario.duration)
                    say("\(scenario.name) plays for \(duration); start the exporter with these flags:")
                    say(stage.flags.joined(separator: " "))
                    _ = try await Signals(signals, on: loop).next(until: .after(scenario.duration))
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
