import Testing

@testable import ProcFS

@Suite struct RAIDArrayTests {
    private func arrays(_ text: String) throws -> [RAIDArray] {
        try parse(text) { (bytes) throws(Malformed) in try RAIDArray.parse(bytes) }
    }

    private static let whole = """
        Personalities : [raid1] [raid6] [raid5] [raid4] [raid0]
        md1 : active raid1 sdb1[1] sda1[0]
              1000 blocks super 1.2 [2/2] [UU]
              bitmap: 0/1 pages [0KB], 65536KB chunk

        md2 : active (auto-read-only) raid5 sdd1[3](S) sdc1[2](F) sdb1[1] sda1[0]
              2000 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [UU_]
              [=>...................]  recovery =  8.5% (85/1000) finish=17.0min speed=259783K/sec
              bitmap: 3/3 pages [12KB], 65536KB chunk

        md3 : active raid0 sdb2[1] sda2[0]
              3000 blocks super external:/md127/0 128k chunks

        md4 : inactive sdb3[1](S) sda3[0](S)
              4000 blocks super external:imsm

        unused devices: <none>

        """

    @Test func tellsEachArray() throws {
        #expect(
            try arrays(Self.whole) == [
                RAIDArray(
                    name: "md1", state: .active, activeDisks: 2, requiredDisks: 2, failedDisks: 0, spareDisks: 0, blocks: 1000,
                    syncedBlocks: 1000),
                RAIDArray(
                    name: "md2", state: .recovering, activeDisks: 2, requiredDisks: 3, failedDisks: 1, spareDisks: 1,
                    blocks: 2000,
                    syncedBlocks: 85),
                RAIDArray(
                    name: "md3", state: .active, activeDisks: 2, requiredDisks: 2, failedDisks: 0, spareDisks: 0, blocks: 3000,
                    syncedBlocks: 3000),
                RAIDArray(
                    name: "md4", state: .inactive, activeDisks: 0, requiredDisks: 0, failedDisks: 0, spareDisks: 2, blocks: 4000,
                    syncedBlocks: 4000),
            ])
    }

    @Test(
        arguments: [
            ("      [>....]  check =  5.7% (114/1000) finish=0.2min speed=1K/sec\n", RAIDArray.State.checking, 114),
            ("      [>....]  resync =  5.7% (114/1000) finish=0.2min speed=1K/sec\n", .resyncing, 114),
            ("      [>....]  reshape =  5.7% (114/1000) finish=0.2min speed=1K/sec\n", .reshaping, 114),
            ("      bitmap: 0/1 pages [0KB]\n      resync=DELAYED\n", .resyncing, 0), ("      \tresync=PENDING\n", .resyncing, 0),
            ("      \tresync=REMOTE\n", .resyncing, 0), ("", .active, 1000),
        ] as [(String, RAIDArray.State, UInt64)])
    func workUnderWayComesFirst(line: String, state: RAIDArray.State, synced: UInt64) throws {
        let array = try #require(try arrays("md1 : active raid1 b[1] a[0]\n      1000 blocks [2/2] [UU]\n\(line)\n").first)
        #expect(array.state == state)
        #expect(array.syncedBlocks == synced)
    }

    @Test func kernelWithoutArraysHasNone() throws {
        #expect(try arrays("Personalities : \nunused devices: <none>\n") == [])
    }

    @Test(
        arguments: [
            "md1 : active raid1 a[0]\n", "md1 : active raid1 a[0]\n      x blocks [1/1] [U]\n", "md1 active raid1 a[0]\n",
            "md1 : running raid1 a[0]\n      1 blocks [1/1] [U]\n", "md1 : active raid1 a[0]\n      1 blocks super 1.2\n",
            "md1 : active raid1 a[0]\n      1 blocks [1/1] [U]\n      recovery = 1.0% (x/1)\n",
        ])
    func linesOfAnotherShapeAreRefused(text: String) {
        #expect(throws: Malformed.self) { _ = try arrays(text) }
    }

    @Test func noCutOrDamageTraps() {
        let bytes = Array(Self.whole.utf8)
        for length in bytes.indices {
            _ = try? parse(Array(bytes[..<length]) + [newline]) { (bytes) throws(Malformed) in try RAIDArray.parse(bytes) }
            for damage: UInt8 in [0, 10, 32, 0x2f, 0x39, 0x5b, 0xff] {
                var damaged = bytes
                damaged[length] = damage
                _ = try? parse(damaged) { (bytes) throws(Malformed) in try RAIDArray.parse(bytes) }
            }
        }
    }
}
