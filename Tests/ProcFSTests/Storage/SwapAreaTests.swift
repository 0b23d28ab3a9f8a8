import Testing

@testable import ProcFS

@Suite struct SwapAreaTests {
    private func areas(_ text: String) throws -> [SwapArea] {
        try parse(text) { (bytes) throws(Malformed) in try SwapArea.parse(bytes) }
    }

    private static let heading = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"

    @Test func readsEachArea() throws {
        let areas = try areas(
            Self.heading + "/dev/zram0                              partition\t1048572\t\t176\t\t100\n"
                + #"/swap\040file\040(deleted)               file"# + "\t\t131068\t\t0\t\t-2\n")
        #expect(
            areas == [
                SwapArea(path: "/dev/zram0", type: "partition", sizeBytes: 1_073_737_728, usedBytes: 180_224, priority: 100),
                SwapArea(path: #"/swap\040file\040(deleted)"#, type: "file", sizeBytes: 134_213_632, usedBytes: 0, priority: -2),
            ])
    }

    @Test func noAreaIsNoError() throws {
        #expect(try areas(Self.heading) == [])
    }

    @Test(arguments: ["", "/dev/sda1 partition 1 2 3\n"])
    func headingIsExpected(text: String) {
        #expect(throws: Malformed.self) { _ = try areas(text) }
    }

    @Test(arguments: ["/a file 1 2\n", "/a file -1 2 3\n", "/a file 1 2 x\n", "/a file 18014398509481984 0 0\n", "\n"])
    func lineOfAnotherShapeIsRefused(line: String) {
        #expect(throws: Malformed.self) { _ = try areas(Self.heading + line) }
    }
}
