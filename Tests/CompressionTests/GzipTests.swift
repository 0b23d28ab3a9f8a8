import Testing

@testable import Compression

/// Text like an exposition: repetitive, with numbers that differ.
func exposition(sizeBytes: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var line = 0
    while bytes.count < sizeBytes {
        bytes += "node_cpu_seconds_total{cpu=\"\(line % 64)\",mode=\"idle\"} \(line &* 7919 % 100_003).25\n".utf8
        line += 1
    }
    return Array(bytes.prefix(sizeBytes))
}

/// Bytes no compressor shortens.
func noise(sizeBytes: Int, seed: UInt64) -> [UInt8] {
    var state = seed
    return (0..<sizeBytes).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
    }
}

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 2, 31, 16 * 1024, 16 * 1024 + 1, 1 << 20])
    func roundTripsText(sizeBytes: Int) throws {
        let text = exposition(sizeBytes: sizeBytes)
        #expect(try Gzip.decompress(Gzip.compress(text), limitBytes: sizeBytes) == text)
    }

    @Test(arguments: [1, 1000, 1 << 20])
    func roundTripsNoise(sizeBytes: Int) throws {
        let bytes = noise(sizeBytes: sizeBytes, seed: 7)
        #expect(try Gzip.decompress(Gzip.compress(bytes), limitBytes: sizeBytes) == bytes)
    }

    @Test(arguments: 1...9)
    func roundTripsAtEveryLevel(level: Int) throws {
        let text = exposition(sizeBytes: 50_000)
        let packed = try Gzip.compress(text, level: level)
        #expect(packed.count < text.count / 4)
        #expect(try Gzip.decompress(packed, limitBytes: text.count) == text)
    }

    @Test func readsWhatOthersWrote() throws {
        // printf 'hello\n' | gzip -n9, and Python's zlib.compress(b'hello\n').
        let gzip: [UInt8] = [
            0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00,
            0x20, 0x30, 0x3a, 0x36, 0x06, 0x00, 0x00, 0x00,
        ]
        let zlib: [UInt8] = [0x78, 0x9c, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00, 0x08, 0x4b, 0x02, 0x1f]
        #expect(try Gzip.decompress(gzip, limitBytes: 6) == Array("hello\n".utf8))
        #expect(try Gzip.decompress(zlib, limitBytes: 6) == Array("hello\n".utf8))
    }
}
