import Posix
import Wire

/// A scenario on real sockets, for as long as something else goes on.
struct Performance: Sendable {
    let stage: Stage
    let loop: EventLoop
    /// Where people report to, and webhooks go; `nil` for nowhere.
    let exporter: HTTPURL?
    let say: @Sendable (String) -> Void

    /// Plays while `body` runs, which begins once every server is open. All are shut when this returns.
    func play<Result: Sendable>(while body: @Sendable () async throws -> Result) async throws -> Result {
        var playing: Task<Void, Never>?
        try await withCheckedThrowingContinuation { isOpen in
            playing = Task(executorPreference: loop) { await play(isOpen) }
        }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        playing?.cancel()
        await playing?.value
        return try result.get()
    }

    private func play(_ isOpen: CheckedContinuation<Void, any Error>) async {
        let board = FaultBoard(stage.scenario.faults, pace: stage.pace)
        let servers = stage.servers(board, on: loop)
        do throws(LabError) {
            try await servers.open()
            board.restart()
            isOpen.resume()
        } catch {
            await servers.close()
            return isOpen.resume(throwing: error)
        }
        let crowd = exporter.flatMap { Courier(to: $0, on: loop) }.map { courier in
            let crowd = Crowd(courier, board: board, secrets: stage.secrets, on: loop, say: say)
            return loop.spawn { await crowd.run() }
        }
        var timeline = Timeline(say: say)
        do throws(LabError) {
            try await servers.play { timeline.tell(board) }
        } catch {
            say("the scenario does not go on: \(error)")
        }
        crowd?.cancel()
        await crowd?.value
        await servers.close()
    }
}
