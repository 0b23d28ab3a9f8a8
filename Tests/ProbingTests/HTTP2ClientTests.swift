import HTTP2
import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct HTTP2ClientTests {
        /// Asks for a page, once; the status goes into the detail.
        private struct PageProber: Prober {
            let name = "page"
            let layers: [FailureLayer] = []
            let phases: [Phase] = []
            var body: [UInt8] = []

            func probe(
                _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
            ) async -> ProbeOutcome {
                await ProbeOutcome.of { outcome throws(ProbeFailure) in
                    let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
                    let request = HTTP2Request(scheme: .http, authority: target.host, body: body)
                    let exchange = try await HTTP2Client.exchange(
                        request, over: socket, peer: outcome.peer, into: &outcome, until: deadline)
                    outcome.detail = "\(exchange.response.status), \(exchange.response.body.count) bytes"
                }
            }
        }

        /// Asks a peer that plays a script after the request's first bytes.
        private static func ask(
            body: [UInt8] = [], within limit: Duration = Stage.patience,
            _ script: @escaping @Sendable (borrowing Connection) async throws -> Void
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    _ = try await connection.receive(count: 60)
                    try await script(connection)
                }
                return try await stage.probe(PageProber(body: body), address, within: limit)
            }
        }

        private static let page =
            Frames.settings + Frames.headers([(":status", "200")]) + Frames.data(Array("hello".utf8), ends: true)

        @Test func timesItsPhases() throws {
            let outcome = try Self.ask { try await $0.send(Self.page) }
            #expect(outcome.detail == "200, 5 bytes")
            #expect(outcome.timed == [.connect, .request, .firstByte, .transfer])
        }

        @Test func readsAnAnswerThatDrips() throws {
            let outcome = try Self.ask { connection in
                for byte in Self.page { try await connection.send([byte]) }
            }
            #expect(outcome.detail == "200, 5 bytes")
        }

        @Test func takesAnAnswerBeforeItHasSentAll() throws {
            let outcome = try Self.ask(body: [UInt8](repeating: 1, count: 200_000)) { connection in
                try await connection.send(Self.page)
                try await connection.keepSilent()
            }
            #expect(outcome.detail == "200, 5 bytes")
            #expect(outcome.timed == [.connect, .request, .transfer])
        }

        @Test(
            arguments: [
                ([], [.connect, .request]), (Frames.settings, [.connect, .request]),
                (Frames.settings + Frames.headers([(":status", "100")]), [.connect, .request, .firstByte]),
                (Array(page.dropLast()), [.connect, .request, .firstByte]),
            ] as [([UInt8], [Phase])])
        func givesUpOnAPeerThatFallsSilent(bytes: [UInt8], timed: [Phase]) throws {
            let outcome = try Self.ask(within: Stage.impatience) { connection in
                try await connection.send(bytes)
                try await connection.keepSilent()
            }
            #expect(outcome.failure == .httpTimeout)
            #expect(outcome.timed == timed)
        }

        @Test(
            arguments: [
                (Array(page.dropLast()), .httpTruncated), (Frames.settings + Frames.goAway(11), .httpTruncated),
                (Array("HTTP/1.1 200 OK\r\n\r\n".utf8), .httpNotHTTP), (Frames.settings + Frames.data([1]), .httpMalformed),
                (Frames.settings + Frames.reset(2), .httpTruncated),
            ] as [([UInt8], FailureReason)])
        func namesWhatWentWrong(bytes: [UInt8], reason: FailureReason) throws {
            #expect(try Self.ask { try await $0.send(bytes) }.failure == reason)
        }

        @Test func isNotHeldUpByAPeerThatNeverStops() throws {
            let outcome = try Self.ask { connection in
                let nothing = [[UInt8]](repeating: Frames.data([]), count: 1000).flatMap(\.self)
                try await connection.send(Frames.settings + Frames.headers([(":status", "200")]))
                while true { try await connection.send(nothing) }
            }
            #expect(outcome.failure == .httpTooLarge)
        }
    }
}
