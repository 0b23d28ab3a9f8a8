import Testing

@testable import Posix

@Suite struct TimerQueueTests {
    @Test func givesEntriesInOrderOfTheirDeadlines() {
        var generator = SystemRandomNumberGenerator()
        var queue = TimerQueue<Int64>()
        let deadlines = (0..<500).map { _ in Int64.random(in: 0..<200, using: &generator) }
        for deadline in deadlines { _ = queue.insert(deadline, at: Deadline(nanoseconds: deadline)) }
        var fired: [Int64] = []
        while let next = queue.popDue(at: .never) { fired.append(next) }
        #expect(fired == deadlines.sorted())
        #expect(queue.count == 0)
    }

    @Test func keepsWhatIsNotDue() {
        var queue = TimerQueue<String>()
        _ = queue.insert("late", at: Deadline(nanoseconds: 20))
        _ = queue.insert("early", at: Deadline(nanoseconds: 10))
        #expect(queue.popDue(at: Deadline(nanoseconds: 15)) == "early")
        #expect(queue.popDue(at: Deadline(nanoseconds: 15)) == nil)
        #expect(queue.earliest == Deadline(nanoseconds: 20))
    }

    @Test func withdrawnEntriesNeverFire() {
        var queue = TimerQueue<Int>()
        let tokens = (0..<300).map { queue.insert($0, at: Deadline(nanoseconds: Int64(($0 * 7919) % 300))) }
        for token in tokens where token.hashValue & 1 == 0 { queue.remove(token) }
        let withdrawn = Set(tokens.indices.filter { tokens[$0].hashValue & 1 == 0 })
        var fired: [Int] = []
        while let next = queue.popDue(at: .never) { fired.append(next) }
        #expect(Set(fired) == Set(0..<300).subtracting(withdrawn))
        #expect(fired == fired.sorted { ($0 * 7919) % 300 < ($1 * 7919) % 300 })
    }

    @Test func removingTwiceGivesNothing() {
        var queue = TimerQueue<Int>()
        let token = queue.insert(1, at: .never)
        #expect(queue.remove(token) == 1)
        #expect(queue.remove(token) == nil)
    }
}
