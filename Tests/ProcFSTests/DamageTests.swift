import Testing

@testable import ProcFS

/// What each parser makes of files that are cut or damaged: a value or a refusal, never a trap.
@Suite struct DamageTests {
    typealias Parser = @Sendable (Span<UInt8>) throws(Malformed) -> Void

    static let parsers: [(file: String, parser: Parser)] = [
        ("stat", { (bytes) throws(Malformed) in _ = try KernelStat(parsing: bytes) }),
        ("meminfo", { (bytes) throws(Malformed) in _ = try MemInfo.parse(bytes) }),
        ("net/dev", { (bytes) throws(Malformed) in _ = try NetDev.parse(bytes) }),
        ("loadavg", { (bytes) throws(Malformed) in _ = try LoadAverage(parsing: bytes) }),
        ("uptime", { (bytes) throws(Malformed) in _ = try Uptime(parsing: bytes) }),
        ("net/netstat", { (bytes) throws(Malformed) in try NetStat.parsePairs(bytes) }),
        ("net/snmp", { (bytes) throws(Malformed) in try NetStat.parsePairs(bytes) }),
        ("net/snmp6", { (bytes) throws(Malformed) in try NetStat.parseLines(bytes) }),
        ("net/sockstat", { (bytes) throws(Malformed) in try SockStat.parse(bytes) }),
        ("pressure/io", { (bytes) throws(Malformed) in _ = try Pressure(parsing: bytes) }),
        ("net/route", { (bytes) throws(Malformed) in _ = try DefaultRoute.parse4(bytes) }),
        ("net/ipv6_route", { (bytes) throws(Malformed) in _ = try DefaultRoute.parse6(bytes) }),
        ("net/arp", { (bytes) throws(Malformed) in _ = try ARPEntry.parse(bytes) }),
        ("self/stat", { (bytes) throws(Malformed) in _ = try ProcessStat(parsing: bytes) }),
        ("self/status", { (bytes) throws(Malformed) in _ = try ProcessStatus.parse(bytes) }),
        ("sys/fs/file-nr", { (bytes) throws(Malformed) in _ = try FileHandles(parsing: bytes) }),
    ]

    @Test(arguments: parsers.indices)
    func wholeFileIsAccepted(index: Int) throws {
        let (file, parser) = Self.parsers[index]
        try parse(try Fixture.linux618.bytes(of: file), parser)
    }

    @Test(arguments: parsers.indices)
    func fileCutInsideLineIsRefused(index: Int) throws {
        let (file, parser) = Self.parsers[index]
        let bytes = try Fixture.linux618.bytes(of: file)
        let insideLine = (1..<bytes.count).filter { bytes[$0 - 1] != newline }
        #expect(insideLine.filter { (try? parse(Array(bytes.prefix($0)), parser)) != nil } == [])
    }

    @Test(arguments: parsers.indices)
    func fileCutAtAnyByteNeverTraps(index: Int) throws {
        let (file, parser) = Self.parsers[index]
        let bytes = try Fixture.linux618.bytes(of: file)
        for length in bytes.indices { _ = try? parse(Array(bytes.prefix(length)) + [newline], parser) }
    }

    @Test(arguments: parsers.indices)
    func damagedByteNeverTraps(index: Int) throws {
        let (file, parser) = Self.parsers[index]
        var bytes = try Fixture.linux618.bytes(of: file)
        // Every byte of a short file, about five hundred of a long one.
        for offset in stride(from: 0, to: bytes.count, by: bytes.count / 500 + 1) {
            let byte = bytes[offset]
            for damage: UInt8 in [0, 10, 32, 0x2d, 0x39, 0x3a, 0x29, 0xff] {
                bytes[offset] = damage
                _ = try? parse(bytes, parser)
            }
            bytes[offset] = byte
        }
    }

    @Test(arguments: parsers.indices)
    func noiseNeverTraps(index: Int) {
        var generator = SplitMix(state: 42)
        for length in [1, 16, 255, 4096] {
            for _ in 0..<20 {
                let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
                _ = try? parse(noise + [newline], Self.parsers[index].parser)
            }
        }
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}

extension NetStat {
    fileprivate static func parsePairs(_ bytes: Span<UInt8>) throws(Malformed) {
        var netStat = NetStat { _ in true }
        try netStat.takePairs(bytes, file: 0)
    }

    fileprivate static func parseLines(_ bytes: Span<UInt8>) throws(Malformed) {
        var netStat = NetStat { _ in true }
        try netStat.takeLines(bytes)
    }
}

extension SockStat {
    fileprivate static func parse(_ bytes: Span<UInt8>) throws(Malformed) {
        var values = FieldValues(of: table)
        try parse(bytes, into: &values)
    }
}
