import TLS
import Testing

@Suite struct AESGCM256Tests {
    struct Vector {
        let key: [UInt8]
        let nonce: [UInt8]
        let associatedData: [UInt8]
        let plaintext: [UInt8]
        let sealed: [UInt8]
    }

    /// Test cases 13, 14 and 16 of McGrew and Viega's GCM specification.
    static let vectors = [
        Vector(
            key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12), associatedData: [],
            plaintext: [], sealed: Array(hex: "530f8afbc74536b9a963b4f1c4cb738b")),
        Vector(
            key: [UInt8](repeating: 0, count: 32), nonce: [UInt8](repeating: 0, count: 12), associatedData: [],
            plaintext: [UInt8](repeating: 0, count: 16),
            sealed: Array(hex: "cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919")),
        Vector(
            key: Array(hex: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
            nonce: Array(hex: "cafebabefacedbaddecaf888"),
            associatedData: Array(hex: "feedfacedeadbeeffeedfacedeadbeefabaddad2"),
            plaintext: Array(
                hex: """
                    d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
                    """),
            sealed: Array(
                hex: """
                    522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
                    8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
                    76fc6ece0f4e1768cddf8853bb2d551b
                    """)),
    ]

    @Test(arguments: vectors)
    func sealsAndOpensThePublishedVectors(vector: Vector) throws {
        let sealed = try AESGCM256.seal(
            vector.plaintext, key: vector.key, nonce: vector.nonce, authenticating: vector.associatedData)
        #expect(sealed == vector.sealed)
        #expect(try open(vector, vector.sealed) == vector.plaintext)
    }

    @Test(arguments: vectors)
    func refusesEveryFlippedBit(vector: Vector) {
        for index in vector.sealed.indices {
            for bit in 0..<8 {
                let forged = vector.sealed.flipping(bit: bit, at: index)
                #expect(throws: CryptoError.authenticationFailed) { try open(vector, forged) }
            }
        }
        #expect(OpenSSLError.drain().codes.isEmpty)
    }

    @Test func refusesEveryCut() {
        let vector = Self.vectors[2]
        for length in vector.sealed.indices {
            #expect(throws: CryptoError.authenticationFailed) { try open(vector, Array(vector.sealed[..<length])) }
        }
    }

    @Test func refusesOtherAssociatedData() {
        let vector = Self.vectors[2]
        #expect(throws: CryptoError.authenticationFailed) {
            try AESGCM256.open(vector.sealed, key: vector.key, nonce: vector.nonce)
        }
    }

    @Test(arguments: [(31, 12), (33, 12), (16, 12), (32, 11), (32, 13), (0, 0)])
    func refusesKeysAndNoncesOfWrongLength(keyCount: Int, nonceCount: Int) {
        let key = [UInt8](repeating: 1, count: keyCount)
        let nonce = [UInt8](repeating: 2, count: nonceCount)
        #expect(throws: CryptoError.wrongLength) { try AESGCM256.seal([1, 2, 3], key: key, nonce: nonce) }
        #expect(throws: CryptoError.wrongLength) {
            try AESGCM256.open([UInt8](repeating: 0, count: 20), key: key, nonce: nonce)
        }
    }

    private func open(_ vector: Vector, _ sealed: [UInt8]) throws -> [UInt8] {
        try AESGCM256.open(sealed, key: vector.key, nonce: vector.nonce, authenticating: vector.associatedData)
    }
}
