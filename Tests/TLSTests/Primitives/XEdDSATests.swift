import Foundation
import TLS
import Testing

@Suite struct XEdDSATests {
    struct Signed: Decodable {
        let key: String
        let message: String
        let signature: String

        /// Signed by the Python package XEdDSA: Fixtures/chat/generate.py.
        static func load() throws -> [Signed] {
            let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let file = tests.appending(path: "Fixtures/chat/xeddsa_signatures.json")
            return try JSONDecoder().decode([Signed].self, from: Data(contentsOf: file))
        }
    }

    @Test func acceptsAnotherLibrarysSignatures() throws {
        let all = try Signed.load()
        for signed in all {
            #expect(verify(signed), "\(signed)")
        }
        #expect(Set(all.map { [UInt8](hex: $0.signature)[63] & 0x80 }) == [0, 0x80], "both sign bits occur")
    }

    @Test func refusesEveryFlippedBit() throws {
        let signed = try Signed.load()[3]
        for index in 0..<64 {
            for bit in 0..<8 {
                let forged = Array(hex: signed.signature).flipping(bit: bit, at: index)
                #expect(!verify(signed, signature: forged), "byte \(index) bit \(bit)")
            }
        }
        for index in 0..<32 {
            #expect(!verify(signed, key: Array(hex: signed.key).flipping(at: index)), "key byte \(index)")
        }
        #expect(!verify(signed, message: Array(hex: signed.message) + [0]))
    }

    @Test func ignoresTheTopBitOfTheKey() throws {
        let signed = try Signed.load()[0]
        #expect(verify(signed, key: Array(hex: signed.key).flipping(bit: 7, at: 31)))
    }

    /// u = −1, p, p + 1 and 2²⁵⁵ − 1.
    @Test(arguments: [(0xEC, 0x7F), (0xED, 0x7F), (0xEE, 0x7F), (0xFF, 0x7F), (0xEC, 0xFF)])
    func refusesKeysWithoutEdwardsForm(first: UInt8, last: UInt8) throws {
        let key = [first] + [UInt8](repeating: 0xFF, count: 30) + [last]
        #expect(!verify(try Signed.load()[0], key: key))
        #expect(OpenSSLError.drain().codes.isEmpty)
    }

    /// Under u = 0, a point of order 2, the identity signs every other message; under p, the same number, none.
    @Test func refusesTheSecondFormOfANumber() throws {
        let zero = [UInt8](repeating: 0, count: 32)
        let prime = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]
        let identity = [1] + [UInt8](repeating: 0, count: 63)
        let signed = (UInt8(0)..<64).filter { XEdDSA.verify(montgomeryKey: zero, signature: identity, message: [$0]) }
        #expect(!signed.isEmpty)
        for byte in signed {
            #expect(!XEdDSA.verify(montgomeryKey: prime, signature: identity, message: [byte]))
        }
    }

    @Test(arguments: [0, 31, 33], [0, 63, 65])
    func refusesWrongLengths(keyCount: Int, signatureCount: Int) {
        let key = [UInt8](repeating: 9, count: keyCount)
        let signature = [UInt8](repeating: 0, count: signatureCount)
        #expect(!XEdDSA.verify(montgomeryKey: key, signature: signature, message: []))
    }

    @Test func signsWhatItVerifies() throws {
        var signBits: Set<UInt8> = []
        for seed in UInt8(0)..<40 {
            let signer = try XEdDSASigningKey(seed: [UInt8](repeating: seed, count: 32))
            let signature = try signer.sign([1, 2, 3])
            #expect(XEdDSA.verify(montgomeryKey: signer.montgomeryKey, signature: signature, message: [1, 2, 3]))
            #expect(!XEdDSA.verify(montgomeryKey: signer.montgomeryKey, signature: signature, message: [1, 2]))
            signBits.insert(signature[63] & 0x80)
        }
        #expect(signBits == [0, 0x80])
    }

    private func verify(
        _ signed: Signed, key: [UInt8]? = nil, message: [UInt8]? = nil, signature: [UInt8]? = nil
    ) -> Bool {
        XEdDSA.verify(
            montgomeryKey: key ?? Array(hex: signed.key), signature: signature ?? Array(hex: signed.signature),
            message: message ?? Array(hex: signed.message))
    }
}
