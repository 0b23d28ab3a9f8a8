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
        for index in tokens.indices where index.isMultiple(of: 3) { queue.remove(tokens[index]) }
        let withdrawn = Set(tokens.indices.filter { $0.isMultiple(of: 3) })
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

    @Test func aTokenIsNotMistakenForThatOfALaterEntry() {
        var queue = TimerQueue<String>()
        let first = queue.insert("first", at: Deadline(nanoseconds: 1))
        #expect(queue.popDue(at: .never) == "first")
        let second = queue.insert("second", at: Deadline(nanoseconds: 2))
        #expect(queue.remove(first) == nil)
        #expect(queue.remove(second) == "second")
    }

    @Test func agreesWithAListUnderRandomChanges() {
        var generator = SystemRandomNumberGenerator()
        var queue = TimerQueue<Int>()
        var list: [(token: TimerQueue<Int>.Token, payload: Int, deadline: Int64)] = []
        for step in 0..<5000 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                let deadline = Int64.random(in: 0..<1000, using: &generator)
                list.append((queue.insert(step, at: Deadline(nanoseconds: deadline)), step, deadline))
            case 2:
                guard let index = list.indices.randomElement(using: &generator) else { continue }
                let entry = list.remove(at: index)
                #expect(queue.remove(entry.token) == entry.payload)
            default:
                let now = Int64.random(in: 0..<1000, using: &generator)
                let fired = queue.popDue(at: Deadline(nanoseconds: now))
                let earliest = list.map(\.deadline).min()
                #expect((fired != nil) == (earliest.map { $0 <= now } ?? false))
                guard let fired, let index = list.firstIndex(where: { $0.payload == fired }) else { continue }
                #expect(list.remove(at: index).deadline == earliest)
            }
            #expect(queue.count == list.count)
        }
    }
}
