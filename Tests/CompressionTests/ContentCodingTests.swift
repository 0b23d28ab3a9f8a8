import Testing

@testable import Compression

@Suite struct ContentCodingTests {
    /// "hello, hello, hello" as the reference implementations of zlib and Brotli pack it.
    private static let text = Array("hello, hello, hello".utf8)
    private static let samples: [(ContentCoding, [UInt8])] = [
        (
            .gzip,
            [
                0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xd7, 0x51, 0xc8, 0x40,
                0xa2, 0x00, 0x9f, 0xa1, 0xca, 0x09, 0x13, 0x00, 0x00, 0x00,
            ]
        ),
        (
            .deflate,
            [
                0x78, 0x9c, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xd7, 0x51, 0xc8, 0x40, 0xa2, 0x00, 0x44, 0x28, 0x06, 0xd5,
            ]
        ),
        (
            .deflate,
            [
                0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xd7, 0x51, 0xc8, 0x40, 0xa2, 0x00,
            ]
        ),
        (
            .brotli,
            [
                0x1b, 0x12, 0x00, 0xf8, 0x8d, 0x94, 0x6e, 0xde, 0x44, 0x09, 0x52, 0x86, 0x96, 0x6c, 0x2c, 0x6f, 0x11, 0x4f, 0x24,
                0xd0, 0x71, 0x00,
            ]
        ),
    ]

    @Test(arguments: samples)
    func unpacks(coding: ContentCoding, packed: [UInt8]) {
        let kept = coding.unpack(packed, limitBytes: 100, keeping: true)
        #expect(kept.failure == nil)
        #expect(kept.bytes == Self.text)
        #expect(kept.count == Self.text.count)
        let counted = coding.unpack(packed, limitBytes: 100, keeping: false)
        #expect(counted.failure == nil)
        #expect(counted.bytes.isEmpty)
        #expect(counted.count == Self.text.count)
    }

    @Test(arguments: samples)
    func callsEveryCutTruncated(coding: ContentCoding, packed: [UInt8]) {
        for cut in packed.indices {
            #expect(coding.unpack(Array(packed[..<cut]), limitBytes: 100, keeping: true).failure == .truncated, "cut at \(cut)")
        }
    }

    @Test(arguments: samples)
    func stopsAtTheLimit(coding: ContentCoding, packed: [UInt8]) {
        #expect(coding.unpack(packed, limitBytes: Self.text.count, keeping: true).failure == nil)
        let cut = coding.unpack(packed, limitBytes: Self.text.count - 1, keeping: true)
        #expect(cut.failure == .oversized(limitBytes: Self.text.count - 1))
        #expect(cut.bytes == Array(Self.text.dropLast()))
    }

    @Test(arguments: [ContentCoding.gzip, .brotli])
    func refusesOtherFormats(coding: ContentCoding) {
        for (other, packed) in Self.samples where other != coding {
            let unpacked = coding.unpack(packed + packed, limitBytes: 1000, keeping: true)
            #expect(unpacked.failure != nil)
            #expect(unpacked.count < Self.text.count)
        }
    }

    @Test func refusesBytesAfterABrotliStream() throws {
        let packed = try #require(Self.samples.first { $0.0 == .brotli }).1
        #expect(
            ContentCoding.brotli.unpack(packed + [0], limitBytes: 100, keeping: true).failure
                == .malformed("bytes follow the stream's end"))
    }

    @Test(arguments: ContentCoding.allCases)
    func survivesAnything(coding: ContentCoding) {
        var random = SystemRandomNumberGenerator()
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            #expect(coding.unpack(bytes, limitBytes: 1000, keeping: true).count <= 1000)
        }
    }

    @Test func countsABombInLittleMemory() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 20 << 20))
        let unpacked = ContentCoding.gzip.unpack(bomb, limitBytes: 16 << 20, keeping: false)
        #expect(unpacked.failure == .oversized(limitBytes: 16 << 20))
        #expect(unpacked.count == 16 << 20)
        #expect(unpacked.bytes.capacity < 8 << 20)
    }
}
