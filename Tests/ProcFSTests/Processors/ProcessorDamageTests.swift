import Testing

@testable import ProcFS

/// What the parsers of files with processors make of damage: a value or a refusal, never a trap.
@Suite struct ProcessorDamageTests {
    typealias Parser = @Sendable (Span<UInt8>) throws(Malformed) -> Void

    static let parsers: [(text: String, parser: Parser)] = [
        (ProcessorText.cpuInfo, { (bytes) throws(Malformed) in _ = try CPUInfo(parsing: bytes) }),
        (ProcessorText.interrupts, { (bytes) throws(Malformed) in _ = try Interrupts(parsing: bytes) }),
        (ProcessorText.softIRQs, { (bytes) throws(Malformed) in _ = try SoftIRQs(parsing: bytes) }),
        (ProcessorText.schedStat, { (bytes) throws(Malformed) in _ = try SchedStat.parse(bytes) }),
        ("0-3,8,10-11\n", { (bytes) throws(Malformed) in _ = try ProcessorList(parsing: bytes) }),
    ]

    @Test(arguments: parsers.indices)
    func fileCutAtAnyByteNeverTraps(index: Int) throws {
        let bytes = Array(Self.parsers[index].text.utf8)
        try parse(bytes, Self.parsers[index].parser)
        for length in bytes.indices {
            refusalHasItsPlace(in: Array(bytes.prefix(length)), by: Self.parsers[index].parser)
            refusalHasItsPlace(in: Array(bytes.prefix(length)) + [newline], by: Self.parsers[index].parser)
        }
    }

    @Test(arguments: parsers.indices)
    func damagedByteNeverTraps(index: Int) {
        var bytes = Array(Self.parsers[index].text.utf8)
        for offset in bytes.indices {
            let byte = bytes[offset]
            for damage: UInt8 in [0, 10, 32, 0x2c, 0x2d, 0x39, 0x3a, 0x43, 0xff] {
                bytes[offset] = damage
                refusalHasItsPlace(in: bytes, by: Self.parsers[index].parser)
            }
            bytes[offset] = byte
        }
    }

    /// Whatever is refused is refused for a line there is: the log names it.
    private func refusalHasItsPlace(in bytes: [UInt8], by parser: Parser) {
        do throws(Malformed) {
            try parse(bytes, parser)
        } catch {
            // A line that is missing is told at the end.
            #expect(0...bytes.count + 1 ~= error.offset)
        }
    }
}
