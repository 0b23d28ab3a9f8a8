import Store
import Testing

@testable import Exporter

@Suite struct EntryQueueTests {
    /// Adds an entry whose answer nobody waits for any longer.
    private func add(_ count: Int = 1, bytes: Int = 8, to queue: EntryQueue) async -> [String] {
        var admissions: [String] = []
        for _ in 0..<count {
            var admission = ""
            _ = await withCheckedContinuation { (answer: CheckedContinuation<StoreError?, Never>) in
                let entry = EntryQueue.Entry(
                    book: "a", bytes: [UInt8](repeating: 0, count: bytes), takeIn: { _ in }, answer: answer)
                admission =
                    switch queue.add(entry) {
                    case .queued: "queued"
                    case .queuedFirst: "first"
                    case .refused(let error): "\(error)"
                    }
                answer.resume(returning: nil)
            }
            admissions.append(admission)
        }
        return admissions
    }

    @Test func asksForServiceOnce() async {
        let queue = EntryQueue()
        #expect(await add(3, to: queue) == ["first", "queued", "queued"])
        #expect(queue.takeBatch().count == 3 && queue.count == 0)
        #expect(await add(to: queue) == ["queued"])
        #expect(queue.takeBatch().count == 1 && queue.takeBatch().isEmpty)
        #expect(await add(to: queue) == ["first"])
    }

    @Test func boundsWhatWaits() async {
        let queue = EntryQueue()
        let admissions = await add(EntryQueue.capacity + 1, to: queue)
        #expect(admissions.last == "too many entries wait for the disk" && queue.count == EntryQueue.capacity)
        #expect(queue.takeBatch().count == EntryQueue.longestBatch)
        #expect(await add(to: queue) == ["queued"])
    }

    @Test func boundsTheMemoryOfWhatWaits() async {
        let queue = EntryQueue()
        let half = EntryQueue.capacityBytes / 2
        #expect(await add(bytes: half, to: queue) == ["first"])
        #expect(await add(bytes: half, to: queue) == ["too many entries wait for the disk"])
        _ = queue.takeBatch()
        #expect(await add(bytes: half, to: queue) == ["queued"])
    }

    @Test func takesNothingOnceItIsClosed() async {
        let queue = EntryQueue()
        queue.close()
        #expect(await add(to: queue) == ["the history is closed"])
    }
}
