import Posix

/// A scenario on real sockets, for as long as something else goes on.
struct Performance: Sendable {
    let stage: Stage
    let loop: EventLoop
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
        var timeline = Timeline(say: say)
        do throws(LabError) {
            try await servers.play { timeline.tell(board) }
        } catch {
            say("the scenario does not go on: \(error)")
        }
        await servers.close()
    }
}
