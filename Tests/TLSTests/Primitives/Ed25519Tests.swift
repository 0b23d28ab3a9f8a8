import TLS
import Testing

@Suite struct Ed25519Tests {
    struct Vector {
        let publicKey: [UInt8]
        let message: [UInt8]
        let signature: [UInt8]
    }

    /// RFC 8032 section 7.1, tests 1 to 3.
    static let vectors = [
        Vector(
            publicKey: Array(hex: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"), message: [],
            signature: Array(
                hex: """
                    e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
                    5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
                    """)),
        Vector(
            publicKey: Array(hex: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"), message: [0x72],
            signature: Array(
                hex: """
                    92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
                    """)),
        Vector(
            publicKey: Array(hex: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"), message: [0xAF, 0x82],
            signature: Array(
                hex: """
                    6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
                    18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
                    """)),
    ]

    @Test(arguments: vectors)
    func acceptsTheSignaturesOfRFC8032(vector: Vector) {
        #expect(Ed25519.verify(publicKey: vector.publicKey, signature: vector.signature, message: vector.message))
    }

    @Test(arguments: vectors)
    func refusesEveryFlippedByte(vector: Vector) {
        for index in vector.signature.indices {
            let forged = vector.signature.flipping(at: index)
            #expect(!Ed25519.verify(publicKey: vector.publicKey, signature: forged, message: vector.message))
        }
        #expect(!Ed25519.verify(publicKey: vector.publicKey, signature: vector.signature, message: vector.message + [0]))
        #expect(OpenSSLError.drain().codes.isEmpty)
    }

    @Test(arguments: [(31, 64), (33, 64), (32, 63), (32, 65), (0, 64), (32, 0)])
    func refusesWrongLengths(keyCount: Int, signatureCount: Int) {
        let key = [UInt8](repeating: 1, count: keyCount)
        let signature = [UInt8](repeating: 0, count: signatureCount)
        #expect(!Ed25519.verify(publicKey: key, signature: signature, message: []))
    }
}
