import TLS
import Testing

@Suite struct X25519PrivateKeyTests {
    /// RFC 7748 section 6.1.
    private static let alicePrivate = [UInt8](hex: "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    private static let alicePublic = [UInt8](hex: "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
    private static let bobPrivate = [UInt8](hex: "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    private static let bobPublic = [UInt8](hex: "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
    private static let shared = [UInt8](hex: "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")

    @Test func agreesAsInRFC7748() throws {
        let alice = try X25519PrivateKey(rawBytes: Self.alicePrivate)
        let bob = try X25519PrivateKey(rawBytes: Self.bobPrivate)
        #expect(alice.publicKey == Self.alicePublic)
        #expect(bob.publicKey == Self.bobPublic)
        #expect(try alice.agreement(with: bob.publicKey) == Self.shared)
        #expect(try bob.agreement(with: alice.publicKey) == Self.shared)
    }

    @Test func agreesAgainAfterAnotherPeer() throws {
        let alice = try X25519PrivateKey(rawBytes: Self.alicePrivate)
        let other = try X25519PrivateKey.generate()
        let withOther = try alice.agreement(with: other.publicKey)
        #expect(try alice.agreement(with: Self.bobPublic) == Self.shared)
        #expect(try other.agreement(with: alice.publicKey) == withOther)
    }

    @Test func generatesFreshKeys() throws {
        #expect(try X25519PrivateKey.generate().publicKey != X25519PrivateKey.generate().publicKey)
    }

    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ])
    func refusesPointsOfSmallOrder(point: String) throws {
        let key = try X25519PrivateKey(rawBytes: Self.alicePrivate)
        #expect(throws: CryptoError.smallOrderPoint) { try key.agreement(with: Array(hex: point)) }
        #expect(OpenSSLError.drain().codes.isEmpty)
        #expect(try key.agreement(with: Self.bobPublic) == Self.shared)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func refusesKeysOfWrongLength(count: Int) throws {
        let bytes = [UInt8](repeating: 9, count: count)
        #expect(throws: CryptoError.wrongLength) { _ = try X25519PrivateKey(rawBytes: bytes) }
        let key = try X25519PrivateKey.generate()
        #expect(throws: CryptoError.wrongLength) { try key.agreement(with: bytes) }
    }
}
