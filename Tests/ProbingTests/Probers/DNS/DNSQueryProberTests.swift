import Foundation
import Patterns
import Posix
import TLS
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct DNSQueryProberTests {
        private static func settings(_ name: String = "chat.test", _ change: (inout DNSSettings) -> Void = { _ in })
            -> DNSSettings
        {
            var settings = DNSSettings()
            settings.queryName = name
            change(&settings)
            return settings
        }

        private static func finding(_ outcome: ProbeOutcome) throws -> DNSFinding {
            guard case .dns(let finding)? = outcome.finding else { throw SocketError.cancelled }
            return finding
        }

        private static func record(_ text: String, _ data: DNSData) throws -> DNSRecord {
            DNSRecord(name: try #require(DNSName(text)), ttlSeconds: 60, data: data)
        }

        @Test(arguments: DNSSettings.Transport.allCases)
        func asksAsConfigured(transport: DNSSettings.Transport) throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply(.v4(0xC000_0201))] }
                let settings = Self.settings(#"A\.b.Chat.test"#) { $0.transport = transport }
                let outcome = try await stage.probe(DNSQueryProber(settings: settings), server.address)
                #expect(outcome.failure == nil, "\(outcome.detail)")
                #expect(outcome.timed == [.connect, .request])
                #expect(outcome.detail == "NOERROR, 1 answer")
                #expect(try Self.finding(outcome).answers == 1)
                let query = try #require(server.queries.first)
                #expect(server.queries.count == 1)
                #expect(query.isOverTCP == (transport == .tcp))
                #expect(query.message.questions == [DNSQuestion(name: DNSName(#"A\.b.Chat.test"#)!, type: .any)])
                #expect(query.message.flags == .recursionDesired)
                #expect(query.message.edns == nil)
            }
        }

        @Test func asksForTheRootInAnotherClassWithoutRecursion() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply()] }
                let settings = Self.settings(".") {
                    $0.queryClass = .chaos
                    $0.queryType = .txt
                    $0.recursionDesired = false
                }
                #expect(try await stage.probe(DNSQueryProber(settings: settings), server.address).isSuccess)
                let query = try #require(server.queries.first)
                #expect(query.message.questions == [DNSQuestion(name: .root, type: .txt, class: .chaos)])
                #expect(query.message.flags == [])
            }
        }

        @Test(arguments: ["", "a..b", "bücher.test", "a b"])
        func refusesWhatIsNoName(name: String) throws {
            try Stage.run { stage in
                let outcome = try await stage.probe(DNSQueryProber(settings: Self.settings(name)), stage.closedAddress())
                #expect(outcome.failure == .other)
                #expect(outcome.detail.hasSuffix("is not a DNS name"))
            }
        }

        @Test func countsTheSectionsAndReadsTheSerial() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { query in
                    let name = query.message.questions[0].name
                    let soa = DNSStartOfAuthority(
                        primary: name, mailbox: name, serial: 4_294_967_295, refreshSeconds: 1, retrySeconds: 2, expireSeconds: 3,
                        minimumSeconds: 4)
                    let address = DNSRecord(name: name, ttlSeconds: 1, data: .address(.v4(1)))
                    return [
                        DNSMessage(
                            id: query.message.id, flags: .response, questions: query.message.questions,
                            answers: [DNSRecord(name: name, ttlSeconds: 1, data: .soa(soa))],
                            authority: [DNSRecord(name: name, ttlSeconds: 1, data: .ns(name)), address],
                            additional: [address, address], edns: DNSEDNS()
                        ).serialize()
                    ]
                }
                let settings = Self.settings { $0.queryType = .soa }
                let finding = try Self.finding(try await stage.probe(DNSQueryProber(settings: settings), server.address))
                #expect((finding.answers, finding.authorities, finding.additionals) == (1, 2, 3))
                #expect(finding.serial == 4_294_967_295)
                let other = Self.settings { $0.queryType = .ns }
                #expect(try Self.finding(try await stage.probe(DNSQueryProber(settings: other), server.address)).serial == nil)
            }
        }

        @Test(
            arguments: [
                (.nxDomain, [.noError], .dnsUnexpectedCode), (.nxDomain, [.noError, .nxDomain], nil),
                (.noError, [.refused], .dnsUnexpectedCode), (.other(9), [.other(9)], nil),
            ] as [(DNSResponseCode, [DNSResponseCode], FailureReason?)])
        func judgesTheCode(code: DNSResponseCode, valid: [DNSResponseCode], failure: FailureReason?) throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply(code)] }
                let settings = Self.settings { $0.validCodes = valid }
                let outcome = try await stage.probe(DNSQueryProber(settings: settings), server.address)
                #expect(outcome.failure == failure)
                let finding = try Self.finding(outcome)
                #expect(finding.wasAnswered)
                #expect(finding.responseCode == code)
            }
        }

        @Test func judgesTheSectionsByTheirRules() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { query in
                    let name = query.message.questions[0].name
                    return [
                        DNSMessage(
                            id: query.message.id, flags: .response, questions: query.message.questions,
                            answers: [DNSRecord(name: name, ttlSeconds: 1, data: .address(.v4(1)))],
                            authority: [DNSRecord(name: name, ttlSeconds: 1, data: .ns(name))],
                            additional: [DNSRecord(name: name, ttlSeconds: 1, data: .txt([[0x41]]))]
                        ).serialize()
                    ]
                }
                func outcome(_ change: (inout DNSSettings) -> Void) async throws -> ProbeOutcome {
                    try await stage.probe(DNSQueryProber(settings: Self.settings("chat.test", change)), server.address)
                }
                let good = try Pattern(#"^chat\.test\.\t1\tIN\tNS\tchat\.test\.$"#)
                #expect(try await outcome { $0.authorityRules.failIfNotMatches = [good] }.isSuccess)
                let answers = try await outcome { $0.answerRules.failIfNotMatches = [good] }
                #expect(answers.failure == .dnsUnexpectedRecords)
                #expect(answers.detail.hasPrefix("answer section: "))
                #expect(try Self.finding(answers).answers == 1)
                let text = try Pattern(#"TXT\t"A"$"#)
                #expect(try await outcome { $0.additionalRules.failIfMatches = [text] }.failure == .dnsUnexpectedRecords)
            }
        }

        @Test func asksAgainOverTCPWhenTruncated() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { query in
                    query.isOverTCP ? [query.reply(.v4(1))] : [query.reply(.noError, [], flags: .truncated)]
                }
                let outcome = try await stage.probe(DNSQueryProber(settings: Self.settings()), server.address)
                #expect(try Self.finding(outcome).answers == 1)
                #expect(server.queries.map(\.isOverTCP) == [false, true])
            }
        }

        @Test(arguments: DNSSettings.Transport.allCases)
        func namesWhatIsWrongWithTheServer(transport: DNSSettings.Transport) throws {
            try Stage.run { stage in
                func outcome(_ address: SocketAddress, within limit: Duration = Stage.patience) async throws -> ProbeOutcome {
                    let prober = DNSQueryProber(settings: Self.settings { $0.transport = transport })
                    return try await stage.probe(prober, address, within: limit)
                }
                let closed = try await outcome(stage.closedAddress())
                #expect(closed.failure == .dnsUnreachable)
                #expect(try Self.finding(closed) == DNSFinding())
                let silent = try stage.nameServer { _ in [] }
                let silence: FailureReason = transport == .udp ? .dnsTimeout : .dnsMalformed
                #expect(try await outcome(silent.address, within: Stage.impatience).failure == silence)
                let garbage = try stage.nameServer { [Array($0.reply().prefix(2)) + [1, 2, 3]] }
                #expect(try await outcome(garbage.address).failure == .dnsMalformed)
            }
        }

        @Test func aForgedAnswerDoesNotEndTheWait() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { query in
                    var forged = query.reply(.servFail)
                    forged[1] ^= 1
                    return [forged, query.reply()]
                }
                #expect(try await stage.probe(DNSQueryProber(settings: Self.settings()), server.address).isSuccess)
            }
        }

        @Test func goesToTheTargetsAddressByItsRule() throws {
            try Stage.run { stage in
                let server = try stage.nameServer { [$0.reply()] }
                let teller = try stage.nameServer(knowing: ["ns.test": server.address.ip])
                let prober = DNSQueryProber(settings: Self.settings())
                var target = Target(name: "test", host: "ns.test", port: server.address.port, prober: prober)
                target.resolver = teller.address
                target.addressRule = AddressRule(preferred: .ip6)
                let environment = try stage.environment()
                let outcome = await prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
                #expect(outcome.isSuccess)
                #expect(outcome.timed == [.resolve, .connect, .request])
                #expect(outcome.address == server.address)
                target.addressRule?.allowsFallback = false
                let strict = await prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
                #expect(strict.failure == .dnsNoAnswer)
            }
        }

        /// DNS over TLS: one question answered.
        private static func secureNameServer(on stage: Stage) throws -> SocketAddress {
            let folder = try TestCertificates.shared.get().directory
            let context = try TLSServerContext(
                TLSIdentity(
                    certificateChainPEM: try String(contentsOfFile: "\(folder)/leaf.pem", encoding: .utf8),
                    privateKeyPEM: try String(contentsOfFile: "\(folder)/leaf.key", encoding: .utf8)))
            let (number, address) = try stage.bind(.tcp)
            guard listen(number, 8) == 0 else { throw Errno.last }
            stage.play { [loop = stage.loop] in
                do {
                    let listener = try ListeningSocket(adopting: FileDescriptor(owning: number), on: loop)
                    while true {
                        let descriptor = try await listener.accept(until: .never).take()
                        let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
                        let stream = try TLSStream(over: socket, context: context)
                        do {
                            try await stream.accept(until: .after(Stage.patience))
                            var bytes: [UInt8] = []
                            while DNSFrame.firstMessage(in: bytes) == nil {
                                if try await stream.read(into: &bytes, until: .after(Stage.patience)) == 0 { throw Errno(EPIPE) }
                            }
                            let query = try DNSMessage(parsing: Array(bytes.dropFirst(2)))
                            let reply = DNSMessage(id: query.id, flags: .response, questions: query.questions).serialize()
                            // A byte at a time: frames are not records.
                            for byte in DNSFrame.wrap(reply) { try await stream.write([byte], until: .after(Stage.patience)) }
                        } catch {}
                    }
                } catch {}
            }
            return address
        }

        @Test(
            arguments: [
                ("chat.test", true, true, nil), ("other.test", true, true, .tlsNameMismatch), ("other.test", true, false, nil),
                ("chat.test", false, true, .tlsUnknownAuthority),
            ] as [(String, Bool, Bool, FailureReason?)])
        func asksOverTLS(name: String, isTrusted: Bool, verifies: Bool, failure: FailureReason?) throws {
            try Stage.run { stage in
                let settings = Self.settings {
                    $0.transport = .tcp
                    $0.usesTLS = true
                    $0.tls.serverName = name
                    $0.tls.verifies = verifies
                }
                let environment = try stage.environment(trusting: isTrusted ? try TestCertificates.shared.get().root : nil)
                let address = try Self.secureNameServer(on: stage)
                let outcome = try await stage.probe(DNSQueryProber(settings: settings), address, in: environment)
                #expect(outcome.failure == failure, "\(outcome.detail)")
                #expect(outcome.certificates.count == 1)
                #expect(outcome.timed == (failure == nil ? [.connect, .tls, .request] : [.connect, .tls]))
                #expect(try Self.finding(outcome).wasAnswered == (failure == nil))
            }
        }
    }
}
