import Testing
import Wire

@Suite struct DNSCompressionTests {
    /// A message of one question whose name is `bytes`, at offset 12.
    private func message(name bytes: [UInt8], type: [UInt8] = [0, 1, 0, 1]) -> [UInt8] {
        [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + bytes + type
    }

    /// A message of `names` questions-in-a-row.
    private func message(names: [[UInt8]]) -> [UInt8] {
        [0, 1, 0, 0, UInt8(names.count >> 8), UInt8(names.count & 0xff), 0, 0, 0, 0, 0, 0] + names.flatMap { $0 + [0, 1, 0, 1] }
    }

    @Test(
        arguments: [
            ("itself", [0xc0, 12]), ("itself after a label", [1, 97, 0xc0, 12]), ("its own second byte", [0xc0, 13]),
            ("forward", [0xc0, 14, 1, 97, 0]), ("beyond the end", [0xff, 0xff]), ("the header", [0xc0, 0]),
            ("its last byte", [0xc0, 11]),
        ] as [(String, [UInt8])])
    func rejectsPointerTo(place: String, name: [UInt8]) {
        #expect(throws: DNSParseError.badPointer) { try DNSMessage(parsing: message(name: name)) }
    }

    @Test func rejectsMutualPointers() {
        // Both at once in one name: 12 -> 16 is forward, so is any pair that would come back.
        #expect(throws: DNSParseError.badPointer) { try DNSMessage(parsing: message(name: [0xc0, 16, 0, 0, 0xc0, 12])) }
        // The second name goes back to a run of labels that ends in a pointer to the second name.
        #expect(throws: DNSParseError.badPointer) { try DNSMessage(parsing: message(names: [[1, 97, 0xc0, 20], [0xc0, 12]])) }
    }

    @Test(arguments: [[0x40], [0x80], [0x7f, 1], [0xbf, 0xff]] as [[UInt8]])
    func rejectsUndefinedLabels(name: [UInt8]) {
        #expect(throws: DNSParseError.badLabel) { try DNSMessage(parsing: message(name: name)) }
    }

    @Test func followsPointersIntoTheMiddleOfNames() throws {
        // a.bc at 12; x.<bc> at 21; a pointer to that whole name at 29.
        let read = try DNSMessage(parsing: message(names: [[1, 97, 2, 98, 99, 0], [1, 120, 0xc0, 14], [0xc0, 22]]))
        #expect(read.questions.map(\.name.description) == ["a.bc", "x.bc", "x.bc"])
    }

    @Test func boundsTheWholeName() throws {
        let label = [63] + Array(repeating: UInt8(97), count: 63)
        let longest = label + label + label + [61] + Array(repeating: UInt8(98), count: 61) + [0]
        #expect(try DNSMessage(parsing: message(name: longest)).questions[0].name.bytes == longest)
        let beyond = label + label + label + [62] + Array(repeating: UInt8(98), count: 62) + [0]
        #expect(throws: DNSParseError.nameTooLong) { try DNSMessage(parsing: message(name: beyond)) }
        // One label more in front of a longest name, by pointer.
        #expect(throws: DNSParseError.nameTooLong) { try DNSMessage(parsing: message(names: [longest, [1, 99, 0xc0, 12]])) }
    }

    @Test func boundsTheNumberOfPointers() throws {
        // The first name is the root's byte; each further one is a pointer to the one before it.
        func chain(of count: Int) -> [UInt8] {
            var names: [[UInt8]] = [[0]]
            var previous = 12
            for index in 0..<count {
                names.append([0xc0 | UInt8(previous >> 8), UInt8(previous & 0xff)])
                previous = 17 + index * 6
            }
            return message(names: names)
        }
        #expect(try DNSMessage(parsing: chain(of: 127)).questions.count == 128)
        #expect(throws: DNSParseError.badPointer) { try DNSMessage(parsing: chain(of: 128)) }
    }

    @Test func pointsOnlyWithinReach() throws {
        // Names beyond the first 16 KiB can be pointed from, not to.
        let filler = DNSRecord(
            name: .named("filler"), ttlSeconds: 1, data: .other(DNSType(rawValue: 65), Array(repeating: 7, count: 17_000)))
        let late = DNSRecord(name: .named("late.example"), ttlSeconds: 1, data: .cname(.named("filler")))
        let message = DNSMessage(id: 1, answers: [filler, late, late, filler])
        #expect(try DNSMessage(parsing: message.serialize()) == message)
    }

    @Test func compressesWhateverTheCase() throws {
        let message = DNSMessage(
            id: 1, questions: [DNSQuestion(name: .named("A.Example.NET"), type: .a)],
            answers: [DNSRecord(name: .named("b.example.net"), ttlSeconds: 1, data: .cname(.named("a.example.net")))])
        let bytes = message.serialize()
        #expect(bytes.count == 12 + 15 + 4 + 4 + 10 + 2)
        #expect(try DNSMessage(parsing: bytes) == message)
    }
}
