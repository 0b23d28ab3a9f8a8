/// Cursor over a part of a message, with the whole at hand for compression pointers.
struct DNSReader {
    private let message: [UInt8]
    private var offset: Int
    private let end: Int

    init(_ message: [UInt8]) {
        self.message = message
        offset = 0
        end = message.count
    }

    private init(_ message: [UInt8], _ range: Range<Int>) {
        self.message = message
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset == end }

    private mutating func take(_ count: Int) throws(DNSParseError) -> Range<Int> {
        guard count <= end - offset else { throw .truncated }
        defer { offset += count }
        return offset..<offset + count
    }

    mutating func uint8() throws(DNSParseError) -> UInt8 {
        message[try take(1).lowerBound]
    }

    mutating func uint16() throws(DNSParseError) -> UInt16 {
        message[try take(2)].reduce(0) { $0 << 8 | UInt16($1) }
    }

    mutating func uint32() throws(DNSParseError) -> UInt32 {
        message[try take(4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func bytes(count: Int) throws(DNSParseError) -> [UInt8] {
        Array(message[try take(count)])
    }

    mutating func rest() throws(DNSParseError) -> [UInt8] {
        try bytes(count: end - offset)
    }

    /// A reader of the next `sizeBytes`, which this one steps over.
    mutating func part(sizeBytes: Int) throws(DNSParseError) -> DNSReader {
        DNSReader(message, try take(sizeBytes))
    }

    /// A name, its compression pointers followed (RFC 1035 section 4.1.4).
    ///
    /// Each pointer must lead before the run of labels that it ends, so no chain of them comes back; the bound on their number keeps
    /// a message of nothing but pointers from costing the square of its size.
    mutating func name() throws(DNSParseError) -> DNSName {
        var wire: [UInt8] = []
        var run = self
        var runStart = offset
        for hop in 0...maximumHops {
            while true {
                let length = try run.uint8()
                if length >= 0xc0 {
                    let target = Int(length & 0x3f) << 8 | Int(try run.uint8())
                    if hop == 0 { offset = run.offset }
                    guard target >= DNSMessage.headerSizeBytes, target < runStart else { throw .badPointer }
                    runStart = target
                    run.offset = target
                    break
                }
                guard length <= DNSName.maximumLabelSizeBytes else { throw .badLabel }
                wire.append(length)
                if length == 0 {
                    if hop == 0 { offset = run.offset }
                    return DNSName(wire: wire)
                }
                wire += message[try run.take(Int(length))]
                // The root's byte is still to come.
                guard wire.count < DNSName.maximumSizeBytes else { throw .nameTooLong }
            }
        }
        throw .badPointer
    }

    /// As many as a longest name has labels.
    private var maximumHops: Int { 127 }
}
