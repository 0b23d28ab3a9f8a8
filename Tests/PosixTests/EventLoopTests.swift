import Glibc
import Testing

@testable import Posix

@Suite struct EventLoopTests {
    @Test func runsTasksOnItsOwnThreadThroughoutAwaits() throws {
        let loop = try EventLoop()
        let here = pthread_self()
        let same = loop.run {
            var threads = [pthread_self()]
            _ = await loop.sleep(until: .after(.milliseconds(5)))
            threads.append(pthread_self())
            await withTaskGroup(of: pthread_t.self) { group in
                for _ in 0..<3 { group.addTask { pthread_self() } }
                for await thread in group { threads.append(thread) }
            }
            return threads
        }
        #expect(same?.allSatisfy { $0 == here } == true)
    }

    @Test func sleepsInParallel() throws {
        let loop = try EventLoop()
        let elapsed = loop.run {
            let start = Deadline.now
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<1000 { group.addTask { _ = await loop.sleep(until: .after(.milliseconds(20))) } }
            }
            return Deadline.now - start
        }
        let took = try #require(elapsed)
        #expect(took >= .milliseconds(20))
        #expect(took < .seconds(10))
    }

    @Test func cancellationEndsASleepAtOnce() throws {
        let loop = try EventLoop()
        let wake = loop.run {
            let sleeper = Task(executorPreference: loop) { await loop.sleep(until: .never) }
            _ = await loop.sleep(until: .after(.milliseconds(1)))
            sleeper.cancel()
            return await sleeper.value
        }
        #expect(wake == .cancelled)
    }

    @Test func aCancelledTaskDoesNotBeginToSleep() throws {
        let loop = try EventLoop()
        let wake = loop.run {
            let task = Task(executorPreference: loop) { () -> EventLoop.Wake in
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return await loop.sleep(until: .never)
            }
            return await task.value
        }
        #expect(wake == .cancelled)
    }

    @Test func takesJobsFromOtherThreadsWhileAsleep() async throws {
        let loop = try EventLoop()
        loop.start()
        let ran = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<2000 {
                group.addTask { await Task(executorPreference: loop) { 1 }.value }
            }
            return await group.reduce(0, +)
        }
        loop.stop()
        loop.join()
        #expect(ran == 2000)
    }

    @Test func aPastDeadlineIsDueAtOnce() throws {
        let loop = try EventLoop()
        #expect(loop.run { await loop.sleep(until: .now + .seconds(-5)) } == .timedOut)
    }
}
