import Foundation
import Synchronization
import Testing

@testable import Posix

@Suite struct CrewTests {
    /// A gate that work can stand before for as long as a test wants.
    private final class Gate: Sendable {
        private let semaphore = Semaphore()

        func pass() { semaphore.wait() }
        func open() { semaphore.signal() }
    }

    @Test func waitGivesWhatTheWorkReturns() {
        let crew = Crew()
        for number in 0..<100 { #expect(crew.wait(until: .after(.seconds(20))) { number * 2 } == number * 2) }
    }

    @Test func workThatHangsIsLeftBehindAndTheNextGoesOn() {
        let crew = Crew()
        let gate = Gate()
        let ended = Semaphore()
        #expect(
            crew.wait(until: .after(.milliseconds(20))) {
                gate.pass()
                ended.signal()
                return 1
            } == nil)
        #expect(crew.wait(until: .after(.seconds(20))) { 2 } == 2)
        gate.open()
        #expect(ended.wait(until: .after(.seconds(20))))
        #expect(crew.wait(until: .after(.seconds(20))) { 3 } == 3)
    }

    @Test func runSuspendsOnItsLoopOnly() throws {
        let loop = try EventLoop()
        let crew = Crew()
        let gate = Gate()
        let results = loop.run { [loop] () -> [Int?] in
            let hung: Int? = await crew.run(until: .after(.milliseconds(20)), on: loop) {
                gate.pass()
                return 1
            }
            // The loop goes on while a thread works for it: the gate is opened by a task of the same loop.
            let second = Gate()
            loop.spawn { second.open() }
            let waited: Int? = await crew.run(until: .after(.seconds(20)), on: loop) {
                second.pass()
                return 2
            }
            return [hung, waited]
        }
        gate.open()
        #expect(results == [nil, 2])
    }

    @Test func manyAtOnceAllComeBack() async throws {
        let crew = Crew()
        let loop = try EventLoop()
        loop.start()
        defer {
            loop.stop()
            loop.join()
        }
        let sum = Atomic(0)
        let done = Semaphore()
        for number in 1...64 {
            loop.spawn {
                let value = await crew.run(until: .after(.seconds(20)), on: loop) { number } ?? -1000
                if sum.wrappingAdd(value, ordering: .relaxed).newValue == 64 * 65 / 2 { done.signal() }
            }
        }
        #expect(done.wait(until: .after(.seconds(20))))
    }

    @Test func threadsDoNotPileUp() throws {
        let crew = Crew()
        func threads() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count }
        let gates = (0..<20).map { _ in Gate() }
        let before = try threads()
        for gate in gates { try crew.start { gate.pass() } }
        for gate in gates { gate.open() }
        // Other tests make and end threads meanwhile, so this is an eventual bound and not a count.
        for _ in 0..<2000 where try threads() > before + 8 { usleep(10_000) }
        #expect(try threads() <= before + 8)
    }
}
