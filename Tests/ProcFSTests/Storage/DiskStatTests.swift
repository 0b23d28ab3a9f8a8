import Testing

@testable import ProcFS

@Suite struct DiskStatTests {
    private func disks(_ text: String, where isWanted: (String) -> Bool = { _ in true }) throws -> [DiskStat] {
        try parse(text) { (bytes) throws(Malformed) in
            try DiskStat.parse(bytes) { name, bytes in isWanted(bytes.string(at: name.range)) }
        }
    }

    @Test(arguments: [(11, DiskStat.Column.weightedMilliseconds), (15, .discardMilliseconds), (17, .flushMilliseconds)])
    func tellsColumnsThisKernelHas(count: Int, last: DiskStat.Column) throws {
        let numbers = (1...count).map(String.init).joined(separator: " ")
        let disk = try #require(try disks("   8       0 sda \(numbers)\n").first)
        #expect(
            DiskStat.Column.allCases.map { disk[$0] }
                == DiskStat.Column.allCases.indices.map { $0 < count ? UInt64($0 + 1) : nil })
        #expect(disk[last] == UInt64(count))
    }

    @Test func columnsOfLaterKernelsAreLeftAlone() throws {
        let numbers = (1...25).map(String.init).joined(separator: " ")
        #expect(try disks("8 0 sda \(numbers)\n").first?.columnCount == 17)
    }

    @Test func partitionOfOldKernelIsPassedOver() throws {
        let all = try disks("8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n8 1 sda1 1 2 3 4\n8 2 sda2 1 2 3 4 5 6 7 8 9 10 11\n")
        #expect(all.map(\.position) == [0, 2])
    }

    @Test func unwantedDiskIsNotParsed() throws {
        let all = try disks("7 0 loop0 x\n8 0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 18446744073709551615\n") { $0 != "loop0" }
        #expect(all.map { $0[.weightedMilliseconds] } == [.max])
    }

    @Test(arguments: [
        "8 sda 1 2 3 4 5 6 7 8 9 10 11\n", "8 0\n", "4294967296 0 sda 1\n", "8 0 sda 1 2 3 4 5 6 7 8 9 10 -1\n", "\n",
    ])
    func lineOfAnotherShapeIsRefused(text: String) {
        #expect(throws: Malformed.self) { _ = try disks(text) }
    }

    @Test func noDiskIsNoError() throws {
        #expect(try disks("").isEmpty)
    }

    @Test func noCutOrDamageTraps() {
        let bytes = Array("   7       0 loop0 0 0 0 0\n 254       0 vda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n".utf8)
        for length in bytes.indices {
            _ = try? parse(Array(bytes[..<length]) + [newline]) { (bytes) throws(Malformed) in
                try DiskStat.parse(bytes) { _, _ in true }
            }
            for damage: UInt8 in [0, 10, 32, 0x2d, 0x39, 0xff] {
                var damaged = bytes
                damaged[length] = damage
                _ = try? parse(damaged) { (bytes) throws(Malformed) in try DiskStat.parse(bytes) { _, _ in true } }
            }
        }
    }
}
