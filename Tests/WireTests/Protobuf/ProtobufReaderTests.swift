import Testing
import Wire

@Suite struct ProtobufReaderTests {
    /// Written by Python's protobuf: uint64 1, int64 2, bytes 3, double 4, fixed32 5, message 16 {1: 300, 3: empty}, bool 2²⁹−1.
    static let vector: [UInt8] =
        [0x08] + Array(repeating: 0xff, count: 9) + [0x01, 0x10] + Array(repeating: 0xff, count: 9) + [0x01]
        + [0x1a, 5, 0x00, 0xff, 0x6b, 0x65, 0x79, 0x21, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0x2d, 0xef, 0xbe, 0xad, 0xde]
        + [0x82, 0x01, 5, 0x08, 0xac, 0x02, 0x1a, 0x00, 0xf8, 0xff, 0xff, 0xff, 0x0f, 0x01]

    private func fields(_ bytes: [UInt8]) throws(ProtobufError) -> [ProtobufReader.Field] {
        var reader = ProtobufReader(bytes)
        var fields: [ProtobufReader.Field] = []
        while let field = try reader.next() { fields.append(field) }
        return fields
    }

    @Test func readsEveryWireType() throws {
        let fields = try fields(Self.vector)
        #expect(fields.map(\.number) == [1, 2, 3, 4, 5, 16, 536_870_911])
        let nested: [UInt8] = [0x08, 0xac, 0x02, 0x1a, 0x00]
        #expect(
            fields.map(\.value) == [
                .varint(.max), .varint(UInt64(bitPattern: -1)), .bytes([0x00, 0xff, 0x6b, 0x65, 0x79]),
                .fixed64((1.5).bitPattern), .fixed32(0xdead_beef), .bytes(nested[...]), .varint(1),
            ])
        guard case .bytes(let slice) = fields[5].value else { return }
        var inner = ProtobufReader(slice)
        #expect(try inner.next()?.value == .varint(300))
        #expect(try inner.next()?.value == .bytes([]))
        #expect(try inner.next() == nil)
        #expect(try inner.next() == nil)
    }

    @Test func anyCutInsideAFieldIsTruncated() throws {
        let boundaries: Set = [0, 11, 22, 29, 38, 43, 51]
        for end in Self.vector.indices {
            let cut = Array(Self.vector[..<end])
            if boundaries.contains(end) {
                #expect(throws: Never.self) { try fields(cut) }
            } else {
                #expect(throws: ProtobufError.truncated, "\(end)") { try fields(cut) }
            }
        }
    }

    @Test(
        arguments: [
            ("eleven bytes", [0x08] + Array(repeating: 0x80, count: 10) + [0], .varintTooLong),
            ("bit 64", [0x08] + Array(repeating: 0xff, count: 9) + [0x02], .varintTooLong),
            ("ten bytes that go on", [0x08] + Array(repeating: 0xff, count: 9) + [0x81, 0], .varintTooLong),
            ("tag of 33 bits", [0x88, 0x80, 0x80, 0x80, 0x10, 0], .varintTooLong),
            ("field 0", [0x00, 0], .badFieldNumber), ("group", [0x0b, 0x0c], .badWireType(3)),
            ("group's end", [0x0c], .badWireType(4)),
            ("wire type 6", [0x0e, 0], .badWireType(6)), ("wire type 7", [0x0f, 0], .badWireType(7)),
            ("length beyond the end", [0x0a, 2, 1], .truncated),
            ("length 2⁶³", [0x0a] + Array(repeating: 0x80, count: 9) + [1], .truncated),
            ("length 2⁶⁴−1", [0x0a] + Array(repeating: 0xff, count: 9) + [1], .truncated),
            ("length 2⁶³−1", [0x0a] + Array(repeating: 0xff, count: 8) + [0x7f, 1], .truncated),
        ] as [(String, [UInt8], ProtobufError)])
    func rejects(what: String, bytes: [UInt8], error: ProtobufError) {
        #expect(throws: error) { try fields(bytes) }
    }

    @Test func acceptsIdleVarintBytes() throws {
        #expect(try fields([0x88, 0x00, 0x85, 0x80, 0x00]).map(\.value) == [.varint(5)])
    }

    @Test func neverTrapsOnMutations() {
        var generator = SeededGenerator(seed: 64)
        for _ in 0..<10_000 {
            let bytes = generator.mutate(Self.vector)
            guard let fields = try? fields(bytes) else { continue }
            #expect(fields.count <= bytes.count)
            for case .bytes(let slice) in fields.map(\.value) { _ = try? self.fields(Array(slice)) }
        }
    }
}
