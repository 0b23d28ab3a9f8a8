import Synchronization
import Testing

@testable import Compression

@Suite struct GzipEncoderTests {
    @Test func repeatsItselfAfterOtherBodies() throws {
        var encoder = try GzipEncoder()
        let text = exposition(sizeBytes: 100_000)
        let first = encoder.encode(text.span)
        for other in [[], noise(sizeBytes: 5000, seed: 1)] { _ = encoder.encode(other.span) }
        #expect(encoder.encode(text.span) == first)
        #expect(try first == Gzip.compress(text))
    }

    @Test func writesOneGzipMemberWithItsLength() throws {
        let packed = try Gzip.compress(exposition(sizeBytes: 300))
        #expect(packed.prefix(3) == [0x1f, 0x8b, 8])
        #expect(packed.suffix(4) == [0x2c, 0x01, 0, 0])
    }

    @Test func canBeSharedBehindAMutex() throws {
        let shared = Mutex(try GzipEncoder())
        let bytes: [UInt8] = [1, 2, 3]
        let packed = shared.withLock { $0.encode(bytes.span) }
        #expect(try Gzip.decompress(packed, limitBytes: 3) == bytes)
    }
}
