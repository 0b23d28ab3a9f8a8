import Testing

@testable import Exporter

@Suite struct SignatureMemoryTests {
    @Test func knowsASignatureForAsLongAsItCouldComeAgain() {
        var memory = SignatureMemory()
        func insert(_ signature: [UInt8], at time: Double) -> Bool { memory.insert(signature, at: time) }
        let signature = Array(repeating: UInt8(7), count: 32)
        #expect(insert([1] + signature, at: 0))
        #expect(insert(signature, at: 599))
        #expect(!insert(signature, at: 601))
        #expect(!insert(signature, at: 1199))
        memory.remove(signature)
        #expect(insert(signature, at: 1199))
    }

    @Test func isBounded() {
        var memory = SignatureMemory()
        func insert(_ signature: [UInt8], at time: Double) -> Bool { memory.insert(signature, at: time) }
        for index in 0..<200_000 {
            let bytes = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: index >> $0) }
            #expect(insert(bytes, at: 1))
        }
        #expect(memory.count <= SignatureMemory.limit)
    }
}
