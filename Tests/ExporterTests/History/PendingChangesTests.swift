import Testing

@testable import Exporter

@Suite struct PendingChangesTests {
    private var pending = PendingChanges(capacity: 3, capacityBytes: 4096)

    @Test mutating func laterChangesOfAKeyTakeTheEarliersPlace() {
        pending.add(.uptime(probes: 1))
        pending.add(.home())
        pending.add(.uptime(probes: 2))
        #expect(pending.count == 2)
        #expect(pending.takeAll() == [.uptime(probes: 2), .home()])
        #expect(pending.count == 0 && pending.takeAll() == [] && pending.droppedCount == 0)
    }

    @Test mutating func withoutRoomTheOldestMeasurementGoesFirst() {
        pending.add(.incident())
        for hour in 1...4 { pending.add(.home(hour: hour)) }
        #expect(pending.droppedCount == 2)
        #expect(pending.takeAll() == [.incident(), .home(hour: 3), .home(hour: 4)])
    }

    @Test mutating func incidentsGoOnlyWhenThereIsNothingElse() {
        for number in 1...5 { pending.add(.incident("\(number)")) }
        #expect(pending.takeAll() == [.incident("3"), .incident("4"), .incident("5")])
        #expect(pending.droppedCount == 2)
    }

    @Test mutating func memoryIsBoundedToo() {
        pending.add(.baseline("a", bytes: [UInt8](repeating: 0, count: 2000)))
        pending.add(.baseline("b", bytes: [UInt8](repeating: 0, count: 2000)))
        #expect(pending.count == 1 && pending.droppedCount == 1)
        pending.add(.baseline("c", bytes: [UInt8](repeating: 0, count: 5000)))
        #expect(pending.count == 1 && pending.droppedCount == 2)
        // What leaves makes room for as much again.
        _ = pending.takeAll()
        for _ in 0..<10 { pending.add(.baseline("a", bytes: [UInt8](repeating: 0, count: 2000))) }
        #expect(pending.count == 1 && pending.droppedCount == 2)
    }

    @Test mutating func whatComesBackIsOlderThanWhatCameMeanwhile() {
        pending.add(.uptime(probes: 1))
        pending.add(.home(count: 1))
        let batch = pending.takeAll()
        pending.add(.baseline())
        pending.add(.home(count: 2))
        pending.putBack(batch)
        #expect(pending.takeAll() == [.uptime(probes: 1), .home(count: 2), .baseline()])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    mutating func numbersThatAreNoneAreNotTakenIn(number: Double) {
        pending.add(.uptime(at: number))
        pending.add(.baseline(at: number))
        pending.add(.incident(resolved: number))
        #expect(pending.count == 0 && pending.droppedCount == 3)
    }
}
