import TLS
import Testing

@Suite struct HKDFSHA256Tests {
    /// RFC 5869 test case 3 (no salt, no info), of which 42 bytes are printed.
    @Test func givesTheOutputOfRFC5869() throws {
        let output = try HKDFSHA256.derivePair(salt: [], inputKeyMaterial: [UInt8](repeating: 0x0B, count: 22))
        let printed = [UInt8](
            hex: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
        #expect(output.first == Array(printed[..<32]))
        #expect(Array(output.second[..<10]) == Array(printed[32...]))
        #expect(output.second.count == 32)
    }

    @Test(arguments: [[], [0x00], [UInt8](repeating: 7, count: 32)])
    func isTheTwoStepsOfHMAC(inputKeyMaterial: [UInt8]) throws {
        let salt = [UInt8](repeating: 0x5A, count: 32)
        let pseudoRandomKey = try HMACSHA256.authenticate(inputKeyMaterial, key: salt)
        let first = try HMACSHA256.authenticate([1], key: pseudoRandomKey)
        let second = try HMACSHA256.authenticate(first + [2], key: pseudoRandomKey)
        let output = try HKDFSHA256.derivePair(salt: salt, inputKeyMaterial: inputKeyMaterial)
        #expect(output.first == first)
        #expect(output.second == second)
    }
}
