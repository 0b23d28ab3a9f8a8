import Testing
import Wire

@testable import Lab

@Suite struct NameServiceTests {
    private static let authority = "129.134.30.11"
    private static let system = "192.168.71.53"

    /// What a server of the estate answers at the estate's real addresses.
    private func ask(
        _ name: String, _ type: DNSType = .a, at server: String = system, suffering faults: [FaultWindow] = [],
        edit: (inout DNSMessage) -> Void = { _ in }
    ) throws -> DNSMessage? {
        var query = DNSMessage(
            id: 7, flags: .recursionDesired, questions: [DNSQuestion(name: try #require(DNSName(name)), type: type)],
            edns: DNSEDNS())
        edit(&query)
        guard case .message(let answer, _) = try service(server, faults).reply(to: query.serialize()) else { return nil }
        // As a client reads it.
        return try DNSMessage(parsing: answer.serialize())
    }

    private func service(_ server: String, _ faults: [FaultWindow] = []) throws -> NameService {
        let resolver = try #require(IPAddress(server).flatMap(Estate.resolver(at:)))
        return NameService(server: resolver, placement: .real, board: FaultBoard(faults))
    }

    private func addresses(_ message: DNSMessage?) -> [String] {
        message?.answers.compactMap(\.data.address).map(\.description) ?? []
    }

    @Test func anAuthorityAnswersForItsZonesWithoutRecursion() throws {
        let answer = try #require(try ask("whatsapp.net", .soa, at: Self.authority))
        #expect(answer.flags == [.response, .authoritative, .recursionDesired])
        #expect(answer.answers.map(\.type) == [.soa])
        #expect(answer.answers.map(\.ttlSeconds) == [3600])
        let servers = try #require(try ask("whatsapp.com", .ns, at: Self.authority))
        #expect(Set(servers.answers.map(\.data)) == [.ns(try name("a.ns.whatsapp.net")), .ns(try name("b.ns.whatsapp.net"))])
        #expect(try ask("example.com", at: Self.authority)?.responseCode == .refused)
    }

    @Test func aResolverAnswersForEverythingAndNeverWithAuthority() throws {
        for host in Estate.hosts {
            let answer = try #require(try ask(host))
            #expect(answer.flags == [.response, .recursionDesired, .recursionAvailable])
            #expect(answer.responseCode == .noError && !addresses(answer).isEmpty, "\(host)")
        }
    }

    @Test(arguments: [authority, system]) func aliasesLeadToTheAddress(server: String) throws {
        let answer = try #require(try ask("G.WhatsApp.net", at: server))
        let chain = answer.chain(from: try name("g.whatsapp.net"), type: .a)
        #expect(chain.cnames == [try name("chat.cdn.whatsapp.net")])
        #expect(chain.records.map(\.data) == [.address(.v4(0x3990_1721))])
        #expect(try ask("g.whatsapp.net", .cname, at: server)?.answers.map(\.type) == [.cname])
        #expect(addresses(try ask("g.whatsapp.net", .aaaa, at: server)) == ["2a03:2880:f213:120:face:b00c:0:a7"])
    }

    @Test func eachResolverIsSteeredByItself() throws {
        #expect(addresses(try ask("web.whatsapp.com", at: "8.8.8.8")) == ["57.144.23.32"])
        #expect(addresses(try ask("web.whatsapp.com", at: "1.1.1.1")) == ["57.144.15.32"])
        let moved = FaultWindow.now(.dns(.steer("hel3"))) { $0.resolvers = [.system] }
        #expect(addresses(try ask("web.whatsapp.com", suffering: [moved])) == ["157.240.205.60"])
        #expect(addresses(try ask("web.whatsapp.com", at: "8.8.8.8", suffering: [moved])) == ["57.144.23.32"])
    }

    @Test(arguments: [
        ("nosuch.whatsapp.net", DNSType.a, DNSResponseCode.nxDomain, "whatsapp.net"),
        // It is there, but has nothing of the kind; nor has what only has names below it.
        ("v.whatsapp.net", .mx, .noError, "whatsapp.net"), ("cdn.whatsapp.net", .a, .noError, "whatsapp.net"),
        ("e1.whatsapp.net", .aaaa, .noError, "whatsapp.net"), ("nosuch.test", .a, .nxDomain, "."),
    ])
    func anAbsenceComesWithItsZonesSOA(host: String, type: DNSType, code: DNSResponseCode, zone: String) throws {
        let answer = try #require(try ask(host, type))
        #expect(answer.responseCode == code)
        #expect(answer.answers.isEmpty)
        #expect(answer.authority.map(\.name) == [try name(zone)])
        #expect(answer.negativeTTLSeconds == 60)
    }

    @Test func addressesHaveTheirReverseNames() throws {
        let four = try #require(try ask("33.23.144.57.in-addr.arpa", .ptr))
        #expect(four.answers.map(\.data) == [.ptr(try name("whatsapp-chatd-edge-shv-01-mia3.facebook.com"))])
        let six = try ask(IPAddress("2a03:2880:f213:120:face:b00c:0:a7")?.reverseName ?? "", .ptr)
        #expect(six?.answers.map(\.data) == [.ptr(try name("whatsapp-chatd-edge6-shv-01-mia3.facebook.com"))])
        #expect(try ask("1.2.0.192.in-addr.arpa", .ptr)?.responseCode == .nxDomain)
        #expect(try ask("x.2.0.192.in-addr.arpa", .ptr)?.responseCode == .nxDomain)
    }

    @Test func whatIsTooLongForADatagramIsCutAndSaysSo() throws {
        let name = try name("whatsapp.net")
        for size: UInt16? in [nil, 512, 1232, 65_535] {
            let query = DNSQuery(
                id: 9, question: DNSQuestion(name: name, type: .txt), recursionDesired: false, udpPayloadSizeBytes: size
            ).serialize()
            let service = try service(Self.authority)
            guard case .message(let answer, _) = service.reply(to: query) else { throw Missing() }
            #expect(answer.answers.count == 40)
            let fitted = service.fitted(answer, to: query)
            #expect(fitted.count <= 512)
            let read = try DNSMessage(parsing: fitted)
            #expect(read.flags.contains(.truncated) && read.answers.isEmpty)
        }
    }

    @Test func queriesItCannotServeAreToldSo() throws {
        #expect(try ask("web.whatsapp.com") { $0.opcode = 4 }?.responseCode == .notImp)
        #expect(try ask("web.whatsapp.com") { $0.questions = [] }?.responseCode == .formErr)
        #expect(try ask("web.whatsapp.com") { $0.questions[0].class = .chaos }?.responseCode == .refused)
        #expect(try ask("web.whatsapp.com") { $0.flags.insert(.response) } == nil)
        guard case .silence = try service(Self.system).reply(to: [1, 2, 3]) else { throw Missing() }
    }

    @Test func faultsSpoilWhatTheyAreSelectedFor() throws {
        let forged = FaultWindow.now(.dns(.forged(.v4(0x0A00_0001)))) { $0.hosts = ["web.whatsapp.com"] }
        #expect(addresses(try ask("web.whatsapp.com", suffering: [forged])) == ["10.0.0.1"])
        // Whoever asks for the alias' target means the same host.
        #expect(addresses(try ask("mmx-ds.cdn.whatsapp.net", suffering: [forged])) == ["10.0.0.1"])
        #expect(addresses(try ask("web.whatsapp.com", .aaaa, suffering: [forged])).isEmpty)
        #expect(addresses(try ask("v.whatsapp.net", suffering: [forged])) == ["57.144.23.41"])
        let silent = FaultWindow.now(.dns(.timeout)) { $0.resolvers = [.public] }
        #expect(try ask("web.whatsapp.com", at: "8.8.8.8", suffering: [silent]) == nil)
        #expect(try ask("web.whatsapp.com", suffering: [silent]) != nil)
        let short = FaultWindow.now(.dns(.ttl(.seconds(5))))
        let answer = try ask("v.whatsapp.net", at: Self.authority, suffering: [short])
        #expect(answer?.answers.map(\.ttlSeconds) == [5])
    }

    private func name(_ text: String) throws -> DNSName { try #require(DNSName(text)) }

    private struct Missing: Error {}
}
