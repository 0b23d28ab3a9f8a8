import Posix
import TLS
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct GRPCProberTests {
        private static let head: [(String, String)] = [(":status", "200"), ("content-type", "application/grpc")]

        /// A server that answers the call with these frames, and what the probe makes of them.
        private static func probe(
            _ frames: [[UInt8]], closes: Bool = true, within limit: Duration = Stage.patience
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    // Preface, settings, window, head and message of the call.
                    _ = try await connection.receive(count: 80)
                    try await connection.send(Frames.settings + frames.flatMap(\.self))
                    if !closes { try await connection.keepSilent() }
                }
                return try await stage.probe(GRPCProber(settings: GRPCSettings()), address, within: limit)
            }
        }

        private static func answer(_ status: UInt8, code: String = "0") -> [[UInt8]] {
            [
                Frames.headers(head), Frames.data([0, 0, 0, 0, 2, 8, status]),
                Frames.headers([("grpc-status", code)], ends: true),
            ]
        }

        private static func finding(of outcome: ProbeOutcome) throws -> GRPCFinding {
            guard case .grpc(let finding)? = outcome.finding else { throw ProbeFailure(.other, "no finding") }
            return finding
        }

        @Test func findsAServiceThatServes() throws {
            let outcome = try Self.probe(Self.answer(1))
            #expect(outcome.isSuccess)
            #expect(outcome.detail == "SERVING")
            #expect(outcome.timed == [.connect, .request, .firstByte, .transfer])
            var expected = GRPCFinding()
            (expected.statusCode, expected.servingStatus) = (0, .serving)
            #expect(outcome.finding == .grpc(expected))
        }

        @Test(
            arguments: [(0, .unknown), (2, .notServing), (3, .serviceUnknown), (77, nil)] as [(UInt8, GRPCFinding.ServingStatus?)]
        )
        func tellsAServiceThatDoesNotServe(status: UInt8, word: GRPCFinding.ServingStatus?) throws {
            let outcome = try Self.probe(Self.answer(status))
            #expect(outcome.failure == .grpcNotServing)
            #expect(try Self.finding(of: outcome).servingStatus == word)
            #expect(try Self.finding(of: outcome).statusCode == 0)
        }

        @Test func takesAnEmptyMessageForUnknown() throws {
            let frames = [
                Frames.headers(Self.head), Frames.data([0, 0, 0, 0, 0]), Frames.headers([("grpc-status", "0")], ends: true),
            ]
            #expect(try Self.finding(of: Self.probe(frames)).servingStatus == .unknown)
        }

        @Test(
            arguments: [
                (["grpc-status": "5", "grpc-message": "unknown service %C3%BC%"], 5, "NOT_FOUND: unknown service %C3%BC%"),
                (["grpc-status": "7", "grpc-message": "n%C3%B6"], 7, "PERMISSION_DENIED: nö"),
                (["grpc-status": "12"], 12, "UNIMPLEMENTED: "), (["grpc-status": "200"], 200, "200: "),
                (["grpc-status": "-1"], 2, #"UNKNOWN: "-1" is no gRPC status"#),
                (["grpc-status": "99999999999999999999"], 2, #"UNKNOWN: "99999999999999999999" is no gRPC status"#),
            ] as [([String: String], Int, String)])
        func tellsTheServersStatus(fields: [String: String], code: Int, detail: String) throws {
            let fields = Self.head + fields.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
            let outcome = try Self.probe([Frames.headers(fields, ends: true)])
            #expect(outcome.failure == .grpcStatus)
            #expect(outcome.detail == detail)
            #expect(try Self.finding(of: outcome).statusCode == code)
            #expect(try Self.finding(of: outcome).servingStatus == nil)
        }

        @Test(arguments: [
            (400, 13), (401, 16), (403, 7), (404, 12), (429, 14), (502, 14), (503, 14), (504, 14), (500, 2), (302, 2),
        ])
        func givesAnHTTPStatusAMeaning(status: Int, code: Int) throws {
            let outcome = try Self.probe([Frames.headers([(":status", "\(status)")], ends: true)])
            #expect(outcome.failure == .grpcStatus)
            #expect(try Self.finding(of: outcome).statusCode == code)
        }

        @Test(
            arguments: [
                ([0, 0, 0, 0], 13), ([0, 0, 0, 0, 3, 8, 1], 13), ([0, 0, 0, 0, 1, 8, 1], 13), ([1, 0, 0, 0, 2, 8, 1], 13),
                ([0, 0, 0, 0, 2, 0xFF, 0xFF], 13), ([0, 0xFF, 0xFF, 0xFF, 0xFF], 13),
            ] as [([UInt8], Int)])
        func refusesMessagesThatAreNone(body: [UInt8], code: Int) throws {
            let frames = [
                Frames.headers(Self.head), Frames.data(body), Frames.headers([("grpc-status", "0")], ends: true),
            ]
            let outcome = try Self.probe(frames)
            #expect(outcome.failure == .grpcStatus)
            #expect(try Self.finding(of: outcome).statusCode == code)
        }

        @Test func tellsAnAnswerThatIsNotGRPCs() throws {
            let page = [Frames.headers([(":status", "200"), ("content-type", "text/html")]), Frames.data([60], ends: true)]
            let outcome = try Self.probe(page)
            #expect(outcome.failure == .grpcStatus)
            #expect(outcome.detail == #"UNKNOWN: answer is of type "text/html", not gRPC's"#)
        }

        @Test(
            arguments: [
                ([Frames.reset(7)], .httpTruncated, 14), ([Frames.goAway(11)], .httpTruncated, 14),
                ([Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)], .httpMalformed, 13), ([], .httpTruncated, 14),
                (
                    [Frames.headers(head), Frames.data([UInt8](repeating: 0, count: 16_384))]
                        + [[UInt8]](repeating: Frames.data([UInt8](repeating: 0, count: 16_384)), count: 8), .httpTooLarge, 8
                ),
            ] as [([[UInt8]], FailureReason, Int)])
        func givesACallThatBrokeOffAStatus(frames: [[UInt8]], reason: FailureReason, code: Int) throws {
            let outcome = try Self.probe(frames)
            #expect(outcome.failure == reason)
            #expect(try Self.finding(of: outcome).statusCode == code)
        }

        @Test func giveUpAtTheDeadline() throws {
            let outcome = try Self.probe([Frames.headers(Self.head)], closes: false, within: Stage.impatience)
            #expect(outcome.failure == .httpTimeout)
            #expect(outcome.timed == [.connect, .request, .firstByte])
            #expect(try Self.finding(of: outcome).statusCode == 4)
        }

        @Test func asksAPeerThatRefuses() throws {
            try Stage.run { stage in
                let outcome = try await stage.probe(GRPCProber(settings: GRPCSettings()), try stage.closedAddress())
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.finding != nil)
            }
        }

        @Test func needsHTTP2ToBeAgreedOn() throws {
            let peer = try TLSPeer()
            let address = peer.address
            try Stage.run { stage in
                var settings = GRPCSettings()
                settings.usesTLS = true
                let environment = try stage.environment(trusting: try TestCertificates.shared.get().root)
                let outcome = try await stage.probe(GRPCProber(settings: settings), address, in: environment)
                #expect(outcome.failure == .httpUnexpectedVersion)
                #expect(try Self.finding(of: outcome).isTLS)
                #expect(outcome.tls?.verdict.isTrusted == true)
            }
        }
    }
}

@Suite struct GRPCMetadataTests {
    @Test(
        arguments: [
            (Duration.zero, "1m"), (.seconds(-3), "1m"), (.nanoseconds(1), "1m"), (.milliseconds(1500), "1500m"),
            (.nanoseconds(1_500_000_001), "1501m"), (.seconds(99_999), "99999000m"), (.seconds(100_000), "100000S"),
            (.seconds(1_000_000_000), "99999999S"),
        ] as [(Duration, String)])
    func writesTimeouts(duration: Duration, text: String) {
        #expect(GRPCMetadata.timeout(duration) == text)
    }

    @Test func keepsTheProtocolsOwnNames() {
        let fields = GRPCMetadata.fields(
            [
                ("TE", ["x"]), ("Grpc-Timeout", ["1H"]), ("User-Agent", ["x"]), ("X-One", ["a", "b"]), ("bad name", ["x"]),
                ("key-bin", ["\u{FC}\u{0}", ""]),
            ], timeout: .seconds(1))
        #expect(fields.all("te") == ["trailers"])
        #expect(fields.all("grpc-timeout") == ["1000m"])
        #expect(fields.all("user-agent") == [HTTPProber.userAgent])
        #expect(fields.all("x-one") == ["a", "b"])
        #expect(fields.all("key-bin") == ["w7wA", ""])
        #expect(fields.lines.count == 8)
    }

    @Test func framesMessages() throws {
        #expect(GRPCMessage.frame(GRPCHealth.request(for: "")) == [0, 0, 0, 0, 0])
        #expect(GRPCMessage.frame(GRPCHealth.request(for: "up")) == [0, 0, 0, 0, 4, 10, 2, 0x75, 0x70])
    }
}
