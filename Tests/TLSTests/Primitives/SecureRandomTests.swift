import TLS
import Testing

@Suite struct SecureRandomTests {
    @Test(arguments: [0, 1, 32, 4096])
    func givesAsManyBytesAsAsked(count: Int) throws {
        #expect(try SecureRandom.bytes(count).count == count)
    }

    @Test func doesNotRepeatItself() throws {
        #expect(try SecureRandom.bytes(32) != SecureRandom.bytes(32))
    }

    @Test(arguments: [-1, Int.min, Int.max])
    func refusesImpossibleCounts(count: Int) {
        #expect(throws: CryptoError.wrongLength) { try SecureRandom.bytes(count) }
    }
}
