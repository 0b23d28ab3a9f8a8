import TLS
import Testing

@Suite struct ConstantTimeTests {
    @Test(arguments: [[], [1], [UInt8](repeating: 3, count: 32)])
    func findsEqualBytesEqual(bytes: [UInt8]) {
        #expect(ConstantTime.areEqual(bytes, Array(bytes)))
    }

    @Test func findsEveryDifference() {
        let bytes = [UInt8](repeating: 3, count: 32)
        for index in bytes.indices {
            #expect(!ConstantTime.areEqual(bytes, bytes.flipping(bit: 7, at: index)))
        }
        #expect(!ConstantTime.areEqual(bytes, bytes + [0]))
        #expect(!ConstantTime.areEqual(bytes, []))
    }
}
