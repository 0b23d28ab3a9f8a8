import Testing

@testable import Compression

@Suite struct GzipDecoderTests {
    static let text = exposition(sizeBytes: 20_000)

    @Test(arguments: [1, 2, 7, 1000])
    func takesItsInputInPieces(pieceBytes: Int) throws {
        let packed = try Gzip.compress(Self.text)
        var decoder = try GzipDecoder(limitBytes: Self.text.count)
        var output: [UInt8] = []
        for start in stride(from: 0, to: packed.count, by: pieceBytes) {
            #expect(throws: CompressionError.truncated) { try decoder.finish() }
            let piece = Array(packed[start..<min(start + pieceBytes, packed.count)])
            try decoder.decode(piece.span, into: &output)
        }
        try decoder.finish()
        #expect(output == Self.text)
    }

    @Test func callsEveryCutTruncated() throws {
        let packed = try Gzip.compress(Self.text)
        let cuts = Array(0..<64) + Array(stride(from: 64, to: packed.count, by: 97)) + (packed.count - 32..<packed.count)
        for cut in cuts {
            #expect(throws: CompressionError.truncated, "cut at \(cut)") {
                try Gzip.decompress(Array(packed[..<cut]), limitBytes: Self.text.count)
            }
        }
    }

    @Test(arguments: [[0], [0x1f, 0x8b, 9, 0], Array("<html>not gzip".utf8), [UInt8](repeating: 0xff, count: 100)] as [[UInt8]])
    func refusesGarbage(bytes: [UInt8]) throws {
        do {
            _ = try Gzip.decompress(bytes + [UInt8](repeating: 1, count: 32), limitBytes: 1000)
            Issue.record("garbage was accepted")
        } catch .malformed(let reason) {
            #expect(!reason.isEmpty)
        }
    }

    @Test func refusesAZlibStreamThatNeedsADictionary() {
        #expect(throws: CompressionError.malformed("needs a preset dictionary")) {
            try Gzip.decompress([0x78, 0xbb, 0, 0, 0, 1, 0, 0], limitBytes: 10)
        }
    }

    @Test func noticesADamagedChecksumOrLength() throws {
        let packed = try Gzip.compress(Self.text)
        for (offset, reason) in [(8, "incorrect data check"), (1, "incorrect length check")] {
            var damaged = packed
            damaged[damaged.count - offset] ^= 0x40
            #expect(throws: CompressionError.malformed(reason)) {
                try Gzip.decompress(damaged, limitBytes: Self.text.count)
            }
        }
    }

    @Test func survivesEveryFlippedByte() throws {
        let packed = try Gzip.compress(Self.text)
        for index in packed.indices {
            var damaged = packed
            damaged[index] ^= 0xa5
            if let output = try? Gzip.decompress(damaged, limitBytes: Self.text.count) {
                // A header's time, or a copy taken from an equal text elsewhere: nothing else passes the checksum.
                #expect(output == Self.text, "byte \(index)")
            }
        }
    }

    @Test func stopsABombAtTheLimit() throws {
        let bomb = try Gzip.compress([UInt8](repeating: 0, count: 64 << 20), level: 9)
        #expect(bomb.count < 100_000)
        var decoder = try GzipDecoder(limitBytes: 1 << 20)
        var output: [UInt8] = []
        let oversized = CompressionError.oversized(limitBytes: 1 << 20)
        #expect(throws: oversized) { try decoder.decode(bomb.span, into: &output) }
        #expect(output.count == 1 << 20)
        #expect(throws: oversized) { try decoder.decode(bomb.span, into: &output) }
        #expect(throws: oversized) { try decoder.finish() }
        #expect(output.count == 1 << 20)
    }

    @Test(arguments: [0, 1, 19_999])
    func refusesOneByteOverTheLimit(limitBytes: Int) throws {
        let packed = try Gzip.compress(exposition(sizeBytes: limitBytes + 1))
        #expect(throws: CompressionError.oversized(limitBytes: limitBytes)) {
            try Gzip.decompress(packed, limitBytes: limitBytes)
        }
    }

    @Test func joinsMembersThatFollowOneAnother() throws {
        let packed = try Gzip.compress([1, 2]) + Gzip.compress([]) + Gzip.compress([3])
        #expect(try Gzip.decompress(packed, limitBytes: 3) == [1, 2, 3])
        #expect(throws: CompressionError.oversized(limitBytes: 2)) { try Gzip.decompress(packed, limitBytes: 2) }
    }

    @Test func refusesBytesAfterTheEnd() throws {
        #expect(throws: CompressionError.malformed("incorrect header check")) {
            try Gzip.decompress(Gzip.compress([1]) + Array("tail".utf8), limitBytes: 10)
        }
    }
}
