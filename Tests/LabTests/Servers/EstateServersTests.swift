import Posix
import Probing
import Testing
import WhatsApp
import Wire

@testable import Lab

extension OverLoopback {
    @Suite struct EstateServersTests {
        @Test func everyEndpointOfTheCatalogueIsWell() throws {
            let reasons = try PlayedEstate.run { estate in
                var reasons: [String: FailureReason] = [:]
                // The gateway is this machine's own, and the system's resolver goes by resolv.conf.
                for endpoint in Estate.endpoints where endpoint.target.prober.name != "gateway" && endpoint.target.host != "" {
                    let name = endpoint.target.name
                    reasons[name] = try await estate.probe(name).failure
                }
                return reasons
            }
            #expect(reasons == [:])
        }

        struct Case: Sendable, CustomTestStringConvertible {
            let fault: Fault
            let target: String
            let reason: FailureReason
            var testDescription: String { "\(fault.text) -> \(target) \(reason.rawValue)" }

            init(_ fault: Fault, _ target: String, _ reason: FailureReason) {
                (self.fault, self.target, self.reason) = (fault, target, reason)
            }
        }

        static let cases = [
            Case(.dns(.servfail), "web", .dnsServfail), Case(.dns(.nxdomain), "web", .dnsNXDomain),
            Case(.dns(.refused), "web", .dnsRefused), Case(.dns(.timeout), "web", .dnsTimeout),
            Case(.dns(.noAnswer), "web", .dnsNoAnswer), Case(.dns(.servfail), "dns_authority_a", .dnsServfail),
            Case(.dns(.forged(PlayedEstate.stranger)), "web", .tlsNameMismatch),
            Case(.dns(.forged(PlayedEstate.stranger)), "chat_ip4", .chatClosed),
            Case(.dns(.forged(PlayedEstate.stranger)), "chat_5222", .connectionRefused),
            Case(.tcp(.refused), "chat_ip4", .connectionRefused), Case(.tcp(.reset), "chat_ip4", .connectionReset),
            Case(.tcp(.silent), "chat_ip4", .connectTimeout), Case(.tcp(.halfOpen), "chat_ip4", .chatTimeout),
            Case(.tcp(.slow(.seconds(5))), "web", .tlsTimeout), Case(.tcp(.refused), "chat_alternate_e1", .connectionRefused),
            Case(.tcp(.silent), "control_address_google", .connectTimeout),
            Case(.tls(.expired), "web", .tlsExpired), Case(.tls(.notYetValid), "web", .tlsNotYetValid),
            Case(.tls(.wrongName), "web", .tlsNameMismatch), Case(.tls(.untrusted), "web", .tlsUnknownAuthority),
            Case(.tls(.stalled), "web", .tlsTimeout), Case(.tls(.notTLS), "web", .tlsNotTLS),
            Case(.noise(.wrongKey), "chat_ip4", .chatUntrusted), Case(.noise(.badTag), "chat_ip4", .chatBadTag),
            Case(.noise(.httpText), "chat_ip4", .chatNotNoise), Case(.noise(.silence), "chat_ip4", .chatTimeout),
            Case(.noise(.closed), "chat_ip4", .chatClosed), Case(.noise(.expired), "chat_ip4", .chatCertificateExpired),
            Case(.http(.status(503)), "web", .httpServerError), Case(.http(.wrongBody), "registration", .httpUnexpectedBody),
            Case(.http(.slowFirstByte(.seconds(5))), "web", .httpTimeout),
            Case(.http(.truncated), "registration", .httpTruncated),
            Case(.http(.foreignRedirect), "links", .httpForeignRedirect),
            Case(.clock(ahead: .seconds(90 * 86_400)), "web", .tlsExpired),
            Case(.clock(ahead: .seconds(-90 * 86_400)), "web", .tlsNotYetValid),
            Case(.clock(ahead: .seconds(200 * 86_400)), "chat_ip4", .chatCertificateExpired),
            Case(.loss, "chat_ip4", .dnsTimeout), Case(.delay(.seconds(5)), "web", .dnsTimeout),
        ]

        @Test(arguments: cases) func aFaultIsWhatTheProberSaysItIsAndGoneAfterwards(_ fault: Case) throws {
            try PlayedEstate.run { estate in
                try await estate.suffer([.now(fault.fault)])
                // Long enough for all before the fault on a busy machine; only who waits for a silent peer needs all of it.
                let limit = Duration.milliseconds([.connectTimeout, .dnsTimeout].contains(fault.reason) ? 800 : 2500)
                let during = try await estate.probe(fault.target, within: limit)
                #expect(during.failure == fault.reason, "\(during.detail)")
                try await estate.suffer([])
                #expect(try await estate.probe(fault.target).failure == nil)
            }
        }

        @Test(
            arguments: [
                (nil, nil), (.noise(.wrongKey), .chatUntrusted), (.noise(.silence), .chatTimeout), (.noise(.closed), .chatClosed),
                (.noise(.httpText), .chatNotNoise), (.noise(.badTag), .chatBadTag), (.tls(.expired), .tlsExpired),
            ] as [(Fault?, FailureReason?)])
        func theChatIsReachedOverAWebSocketToo(fault: Fault?, reason: FailureReason?) throws {
            try PlayedEstate.run { estate in
                try await estate.suffer(fault.map { [.now($0)] } ?? [])
                let limit = Duration.milliseconds(reason == .chatTimeout ? 800 : 10_000)
                let outcome = try await estate.probeChatOverWebSocket(within: limit)
                #expect(outcome.failure == reason, "\(outcome.detail)")
                guard reason == nil else { return }
                #expect(outcome.certificates.count == 2)
                #expect(outcome.tls != nil)
            }
        }

        @Test func aFaultStrikesOnlyWhereItIsSelected() throws {
            try PlayedEstate.run { estate in
                try await estate.suffer([
                    .now(.noise(.closed)) { $0.hosts = ["g.whatsapp.net"] }, .now(.tcp(.refused)) { $0.port = 5222 },
                    .now(.http(.status(500))) { $0.components = [.media] },
                ])
                #expect(try await estate.probe("chat_ip4").failure == .chatClosed)
                #expect(try await estate.probe("chat_fallback").failure == nil)
                #expect(try await estate.probe("chat_5222").failure == .connectionRefused)
                #expect(try await estate.probe("chat_alternate_e2").failure == .connectionRefused)
                #expect(try await estate.probe("media_static").failure == .httpServerError)
                #expect(try await estate.probe("web").failure == nil)
            }
        }

        @Test func aDrainedEdgeIsShutAndDNSLeadsElsewhere() throws {
            try PlayedEstate.run { estate in
                try await estate.suffer([
                    .now(.tcp(.refused)) { $0.edges = ["mia3"] }, .now(.dns(.steer("hel3"))) { $0.resolvers = [.system] },
                ])
                let outcome = try await estate.probe("chat_ip4")
                #expect(outcome.failure == nil)
                #expect(outcome.address?.ip == IPAddress("127.240.205.61"))
                // Another resolver's users are still led to the drained edge.
                let led = try await estate.ask("g.whatsapp.net", at: "8.8.8.8")
                #expect(led.answers.compactMap(\.data.address) == [IPAddress("127.144.23.33")])
            }
        }

        @Test func aShareOfConnectionsIsStruck() throws {
            let struck = try PlayedEstate.run { estate in
                let half = try #require(Share(percentage: "50%"))
                try await estate.suffer([.now(.noise(.closed), share: half)])
                var struck = 0
                for _ in 0..<60 where try await estate.probe("chat_ip4").failure != nil { struck += 1 }
                return struck
            }
            // Outside this once in some millions.
            #expect((10...50).contains(struck))
        }
    }
}
