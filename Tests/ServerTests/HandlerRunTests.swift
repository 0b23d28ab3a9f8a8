import Posix
import Testing

@testable import Server

@Suite struct HandlerRunTests {
    private func run<Result: Sendable>(_ body: @escaping @Sendable (EventLoop) async -> Result) throws -> Result {
        let loop = try EventLoop()
        return try #require(loop.run { await body(loop) })
    }

    @Test func returnsWhatComesAtOnce() throws {
        let response = try run { loop in
            await HandlerRun.response(until: .after(.seconds(10)), on: loop) { .text("now") }
        }
        #expect(response == .text("now"))
    }

    @Test func returnsWhatComesLater() throws {
        let response = try run { loop in
            await HandlerRun.response(until: .after(.seconds(10)), on: loop) {
                _ = await loop.sleep(until: .after(.milliseconds(5)))
                return .text("later")
            }
        }
        #expect(response == .text("later"))
    }

    @Test func returnsWhatComesFromAnotherExecutor() throws {
        let other = try EventLoop()
        other.start()
        let response = try run { loop in
            await HandlerRun.response(until: .after(.seconds(10)), on: loop) {
                await Task(executorPreference: other) {
                    _ = await other.sleep(until: .after(.milliseconds(5)))
                    return .text("elsewhere")
                }.value
            }
        }
        other.stop()
        other.join()
        #expect(response == .text("elsewhere"))
    }

    @Test func givesUpAtTheDeadlineAndCancels() throws {
        let (response, wake) = try run { loop in
            let (wakes, report) = AsyncStream.makeStream(of: EventLoop.Wake.self)
            let response = await HandlerRun.response(until: .after(.milliseconds(5)), on: loop) {
                report.yield(await loop.sleep(until: .after(.seconds(20))))
                return .text("too late")
            }
            return (response, await wakes.first { _ in true })
        }
        #expect(response == nil)
        #expect(wake == .cancelled)
    }

    @Test func doesNotWaitForAHandlerThatIgnoresCancellation() throws {
        let response = try run { loop in
            await HandlerRun.response(until: .after(.milliseconds(5)), on: loop) {
                // Deaf: this task is not told of the cancellation.
                await loop.spawn { _ = await loop.sleep(until: .after(.seconds(600))) }.value
                return .text("never")
            }
        }
        #expect(response == nil)
    }

    @Test func givesUpWhenItsCallerIsCancelled() throws {
        let response = try run { loop in
            let caller = Task(executorPreference: loop) {
                await HandlerRun.response(until: .never, on: loop) {
                    await loop.spawn { _ = await loop.sleep(until: .after(.seconds(600))) }.value
                    return .text("never")
                }
            }
            _ = await loop.sleep(until: .after(.milliseconds(5)))
            caller.cancel()
            return await caller.value
        }
        #expect(response == nil)
    }
}
