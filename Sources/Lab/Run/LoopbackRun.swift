import Posix
import Synchronization
import YAML

/// `whatsapp_lab run`: plays a scenario on this machine's loopback for an exporter that somebody else starts.
struct LoopbackRun {
    let scenario: Scenario
    /// Where the exporter's files go; `nil` for a new directory.
    let directory: String?
    /// How often the exporter is to probe; `nil` for the catalogue's own rhythm.
    let interval: Duration?
    let say: @Sendable (String) -> Void

    /// Plays to the scenario's end, or until one of the signals, which are blocked.
    func run(endingAt signals: [Int32]) throws {
        let stage = try Stage(scenario, .loopback, directory: directory, interval: interval)
        let loop = try EventLoop()
        let result = loop.run { () -> Result<Void, any Error> in
            do { return .success(try await play(stage, endingAt: signals, on: loop)) } catch { return .failure(error) }
        }
        try result?.get()
    }

    private func play(_ stage: Stage, endingAt signals: [Int32], on loop: EventLoop) async throws {
        let board = FaultBoard(scenario.faults)
        let servers = try await stage.servers(board, on: loop)
        say("playing \(scenario.name) for \(DurationText.format(scenario.duration)); start the exporter with")
        say("whatsapp_status_exporter \(stage.flags.joined(separator: " "))")
        let playing = servers.play(telling: say, until: .after(scenario.duration), orAnyOf: signals)
        try await playing
        await servers.close()
        say("end of \(scenario.name)")
    }
}
