import Testing
import Wire

@Suite struct ProtobufWriterTests {
    @Test func writesWhatOthersWrite() {
        var writer = ProtobufWriter()
        writer.varint(.max, field: 1)
        writer.varint(UInt64(bitPattern: -1), field: 2)
        writer.bytes([0x00, 0xff] + "key".utf8, field: 3)
        writer.fixed64((1.5).bitPattern, field: 4)
        writer.fixed32(0xdead_beef, field: 5)
        writer.nested(field: 16) {
            $0.varint(300, field: 1)
            $0.bytes([], field: 3)
        }
        writer.varint(1, field: 536_870_911)
        #expect(writer.message == ProtobufReaderTests.vector)
    }

    @Test func readsBackEveryVarintSize() throws {
        for shift in 0..<64 {
            for value in [UInt64(1) << shift, UInt64(1) << shift - 1] {
                var writer = ProtobufWriter()
                writer.varint(value, field: 1)
                var reader = ProtobufReader(writer.message)
                #expect(try reader.next()?.value == .varint(value))
            }
        }
    }
}
