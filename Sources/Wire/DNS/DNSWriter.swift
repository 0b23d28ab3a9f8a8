/// Growing wire form of a message.
struct DNSWriter {
    private(set) var message: [UInt8] = []
    /// Where each written name's tail, in lower case, starts; `nil` writes every name out.
    private var tails: [ArraySlice<UInt8>: UInt16]?

    init(compressingNames: Bool) {
        tails = compressingNames ? [:] : nil
    }

    mutating func uint8(_ value: UInt8) {
        message.append(value)
    }

    mutating func uint16(_ value: UInt16) {
        message += [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
    }

    mutating func uint32(_ value: UInt32) {
        uint16(UInt16(truncatingIfNeeded: value >> 16))
        uint16(UInt16(truncatingIfNeeded: value))
    }

    mutating func bytes(_ bytes: some Sequence<UInt8>) {
        message += bytes
    }

    /// Writes what `write` does after its 16-bit size.
    mutating func sized(_ write: (inout DNSWriter) -> Void) {
        let start = message.count
        uint16(0)
        write(&self)
        let size = message.count - start - 2
        precondition(size <= UInt16.max)
        message[start] = UInt8(size >> 8)
        message[start + 1] = UInt8(size & 0xff)
    }

    /// Writes a name, its longest tail that stands earlier in the message as a pointer.
    mutating func name(_ name: DNSName) {
        guard tails != nil else {
            bytes(name.bytes)
            return
        }
        let folded = name.bytes.map(DNSName.folded)
        var start = 0
        while folded[start] != 0 {
            if let earlier = tails?[folded[start...]] {
                uint16(0xc000 | earlier)
                return
            }
            // A pointer has fourteen bits.
            if let here = UInt16(exactly: message.count), here < 0x4000 { tails?[folded[start...]] = here }
            let next = start + 1 + Int(folded[start])
            bytes(name.bytes[start..<next])
            start = next
        }
        uint8(0)
    }
}
