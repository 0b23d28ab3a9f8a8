import Testing
import Wire

@Suite struct DNSMessageTests {
    @Test func readsAnAnswer() throws {
        let message = try DNSMessage(parsing: DNSVectors.answer)
        #expect(message.id == 0x1234)
        #expect(message.flags == [.response, .recursionDesired, .recursionAvailable, .authenticData])
        #expect(message.opcode == 0)
        #expect(message.responseCode == .noError)
        #expect(message.questions == [DNSQuestion(name: .named("web.whatsapp.com"), type: .a)])
        let edge = DNSName.named("mmx-ds.cdn.whatsapp.net")
        #expect(
            message.answers == [
                DNSRecord(name: .named("web.whatsapp.com"), ttlSeconds: 3600, data: .cname(edge)),
                DNSRecord(name: edge, ttlSeconds: 60, data: .address(.v4(0x9df0_fd3c))),
                DNSRecord(name: edge, ttlSeconds: 60, data: .address(.v4(0x9df0_fd3d))),
            ])
        #expect(
            message.authority == [
                DNSRecord(name: .named("cdn.whatsapp.net"), ttlSeconds: 172_800, data: .ns(.named("a.ns.cdn.whatsapp.net")))
            ])
        let glue = IPAddress.v6(high: 0x2a03_2880_f0fc_000c, low: 0xface_b00c_0000_0035)
        #expect(message.additional == [DNSRecord(name: .named("a.ns.cdn.whatsapp.net"), ttlSeconds: 300, data: .address(glue))])
        #expect(message.edns?.udpPayloadSizeBytes == 512)
        #expect(message.edns?.dnssecOK == false)
        #expect(message.edns?.extendedErrors == [15])
    }

    @Test func readsEveryType() throws {
        let zone = DNSName.named("example.net")
        let soa = DNSStartOfAuthority(
            primary: .named("ns1.example.net"), mailbox: .named(#"host\.master.example.net"#), serial: 2_026_112_201,
            refreshSeconds: 7200,
            retrySeconds: 900, expireSeconds: 1_209_600, minimumSeconds: 300)
        let expected = [
            DNSRecord(name: zone, ttlSeconds: 1, data: .address(.v4(0xc000_0201))),
            DNSRecord(name: zone, ttlSeconds: 2, data: .address(.v6(high: 0x2001_0db8 << 32, low: 1))),
            DNSRecord(name: zone, ttlSeconds: 3, data: .ns(.named("ns1.example.net"))),
            DNSRecord(name: zone, ttlSeconds: 4, data: .soa(soa)),
            DNSRecord(name: zone, ttlSeconds: 5, data: .mx(preference: 10, exchange: .named("mail.example.net"))),
            DNSRecord(name: zone, ttlSeconds: 6, data: .txt([Array("v=spf1 -all".utf8), [], [0, 255]])),
            DNSRecord(
                name: .named("_xmpp._tcp.example.net"), ttlSeconds: 7,
                data: .srv(priority: 5, weight: 6, port: 5222, target: .named("chat.example.net"))),
            DNSRecord(name: .named("1.2.0.192.in-addr.arpa"), ttlSeconds: 8, data: .ptr(zone)),
            DNSRecord(name: .named("alias.example.net"), ttlSeconds: 9, data: .cname(zone)),
            DNSRecord(name: zone, ttlSeconds: 10, data: .other(DNSType(rawValue: 65), [0, 1, 0])),
        ]
        let message = try DNSMessage(parsing: DNSVectors.types)
        #expect(message.flags == [.response, .authoritative])
        #expect(message.answers == expected)
        #expect(message.answers.map(\.type.rawValue) == [1, 28, 2, 6, 15, 16, 33, 12, 5, 65])
        #expect(message.edns == nil)
    }

    @Test func joinsTheExtendedResponseCode() throws {
        let message = try DNSMessage(parsing: DNSVectors.badVersion)
        #expect(message.responseCode == .other(16))
        #expect(message.edns == DNSEDNS(udpPayloadSizeBytes: 4096, version: 1, dnssecOK: true))
        #expect(message.flags.contains(.checkingDisabled))
    }

    @Test func readsAnAbsenceAndItsTTL() throws {
        let message = try DNSMessage(parsing: DNSVectors.nxDomain)
        #expect(message.responseCode == .nxDomain)
        #expect(message.answers.isEmpty)
        #expect(message.negativeTTLSeconds == 300)
        #expect(DNSMessage(id: 1).negativeTTLSeconds == nil)
    }

    @Test(arguments: DNSVectors.all)
    func serializesWhatItRead(vector: [UInt8]) throws {
        let message = try DNSMessage(parsing: vector)
        #expect(message.serialize() == vector)
        let long = message.serialize(compressingNames: false)
        #expect(long.count >= vector.count)
        #expect(try DNSMessage(parsing: long) == message)
    }

    @Test(arguments: DNSVectors.all)
    func anyCutIsTruncated(vector: [UInt8]) throws {
        for end in vector.indices {
            #expect(throws: DNSParseError.truncated) { try DNSMessage(parsing: Array(vector[..<end])) }
        }
    }

    @Test func keepsWholeRecordsOfATruncatedMessage() throws {
        let whole = try DNSMessage(parsing: DNSVectors.answer)
        var bytes = DNSVectors.answer
        bytes[2] |= 0x02
        var kept: [Int] = []
        for end in 34...bytes.count {
            let message = try DNSMessage(parsing: Array(bytes[..<end]))
            #expect(message.flags.contains(.truncated))
            #expect(message.answers[...] == whole.answers.prefix(message.answers.count))
            kept.append(message.answers.count + message.authority.count + message.additional.count)
        }
        #expect(kept == kept.sorted())
        #expect(Set(kept) == [0, 1, 2, 3, 4, 5])
        #expect(throws: DNSParseError.truncated) { try DNSMessage(parsing: Array(bytes[..<33])) }
    }

    @Test func ignoresTrailingBytes() throws {
        #expect(try DNSMessage(parsing: DNSVectors.answer + [1, 2, 3]) == DNSMessage(parsing: DNSVectors.answer))
    }

    @Test func anOverlargeTTLCountsAsZero() throws {
        let record = DNSRecord(name: .named("a"), ttlSeconds: 0x8000_0000, data: .address(.v4(1)))
        let longest = DNSRecord(name: .named("a"), ttlSeconds: 0x7fff_ffff, data: .address(.v4(1)))
        let message = try DNSMessage(parsing: DNSMessage(id: 1, answers: [record, longest]).serialize())
        #expect(message.answers.map(\.ttlSeconds) == [0, 0x7fff_ffff])
    }

    @Test func leavesOtherClassesUndigested() throws {
        let answers = [
            DNSRecord(name: .named("x"), class: .chaos, ttlSeconds: 0, data: .other(.a, [1, 2])),
            DNSRecord(name: .named("id.server"), class: .chaos, ttlSeconds: 0, data: .txt([Array("fra01".utf8)])),
        ]
        #expect(try DNSMessage(parsing: DNSMessage(id: 1, answers: answers).serialize()).answers == answers)
    }

    @Test(
        arguments: [
            (DNSType.a, []), (.a, [1, 2, 3]), (.a, [1, 2, 3, 4, 5]), (.aaaa, [1, 2, 3, 4]), (.cname, []), (.cname, [1, 97]),
            (.ns, [0, 0]),
            (.mx, [0]), (.mx, [0, 1]), (.mx, [0, 1, 0, 0]), (.txt, []), (.txt, [2, 97]), (.srv, [0, 1, 0, 1, 0, 1]),
            (.soa, [0, 0, 1, 2, 3, 4]), (.ptr, [0xc0]),
        ] as [(DNSType, [UInt8])])
    func rejectsDataOfTheWrongShape(type: DNSType, data: [UInt8]) {
        let bytes = DNSMessage(
            id: 1, answers: [DNSRecord(name: .root, ttlSeconds: 1, data: .other(type, data))],
            // What follows the data must not be taken for a part of it.
            additional: [DNSRecord(name: .root, ttlSeconds: 1, data: .other(.txt, Array(repeating: 0, count: 99)))]
        ).serialize()
        #expect(throws: DNSParseError.malformedData(type)) { try DNSMessage(parsing: bytes) }
    }

    @Test func rejectsBadOPTRecords() {
        let twice = DNSMessage(
            id: 1, additional: [DNSRecord(name: .root, ttlSeconds: 0, data: .other(.opt, []))], edns: DNSEDNS()
        ).serialize()
        #expect(throws: DNSParseError.duplicateOPT) { try DNSMessage(parsing: twice) }
        let named = DNSMessage(id: 1, additional: [DNSRecord(name: .named("x"), ttlSeconds: 0, data: .other(.opt, []))])
            .serialize()
        #expect(throws: DNSParseError.malformedData(.opt)) { try DNSMessage(parsing: named) }
        let short = DNSMessage(id: 1, additional: [DNSRecord(name: .root, ttlSeconds: 0, data: .other(.opt, [0, 1, 0, 9]))])
        #expect(throws: DNSParseError.malformedData(.opt)) { try DNSMessage(parsing: short.serialize()) }
    }

    @Test func neverTrapsOnMutations() {
        var generator = SeededGenerator(seed: 1035)
        var read = 0
        for round in 0..<10_000 {
            let bytes = generator.mutate(DNSVectors.all[round % DNSVectors.all.count])
            guard let message = try? DNSMessage(parsing: bytes) else { continue }
            read += 1
            for record in message.answers { _ = message.chain(from: record.name, type: .a) }
            let again = message.serialize()
            #expect((try? DNSMessage(parsing: again)) == message, "round \(round)")
        }
        #expect(read > 1000)
    }
}
