import Conditions
import Patterns
import Posix
import Testing
import Wire

@testable import Probing

/// What an answer and its rules come to.
private struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var answer: String
    var reason: FailureReason?
    var failedPattern = false
    var failedCondition: Bool?
    var set: @Sendable (inout HTTPSettings) throws -> Void = { _ in }
    var testDescription: String { name }
}

private func ok(_ body: String, _ fields: String = "") -> String {
    "HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

private func rule(_ name: String, _ pattern: String, allowsMissing: Bool = false) throws -> HTTPSettings.HeaderRule {
    HTTPSettings.HeaderRule(name: name, pattern: try Pattern(pattern), allowsMissing: allowsMissing)
}

private let colours = "X-Colour: red\r\nx-colour: green\r\n"

private let cases: [Case] = [
    Case(name: "any 2xx", answer: "HTTP/1.1 226 IM Used\r\nContent-Length: 0\r\n\r\n"),
    Case(name: "404", answer: "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", reason: .httpUnexpectedStatus),
    Case(name: "503", answer: "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", reason: .httpServerError),
    Case(name: "404 wanted", answer: "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n") {
        $0.validStatuses = [301...302, 404...404]
    },
    Case(name: "101 wanted", answer: "HTTP/1.1 100 X\r\n\r\nHTTP/1.1 101 X\r\nUpgrade: x\r\n\r\nframes") {
        $0.validStatuses = [101...101]
        $0.fields = ["Connection": "Upgrade", "Upgrade": "x"]
    },
    Case(name: "200 not wanted", answer: ok("x"), reason: .httpUnexpectedStatus) { $0.validStatuses = [404...404] },
    Case(name: "the status comes first", answer: "HTTP/1.1 503 X\r\nContent-Length: 9\r\n\r\nx", reason: .httpServerError) {
        $0.failIfBodyMatches = [try Pattern("x")]
    },
    Case(name: "body matches", answer: ok("maintenance"), reason: .httpUnexpectedBody, failedPattern: true) {
        $0.failIfBodyMatches = [try Pattern("other"), try Pattern("main.*ce")]
    },
    Case(name: "body does not match", answer: ok("hello"), reason: .httpUnexpectedBody, failedPattern: true) {
        $0.failIfBodyNotMatches = [try Pattern("hello"), try Pattern("bye")]
    },
    Case(name: "body fits", answer: ok("hello")) {
        $0.failIfBodyNotMatches = [try Pattern("^hel")]
        $0.failIfBodyMatches = [try Pattern("bye")]
    },
    Case(name: "an empty body is one", answer: ok(""), reason: .httpUnexpectedBody, failedPattern: true) {
        $0.failIfBodyNotMatches = [try Pattern(".")]
    },
    Case(name: "any of several values matches", answer: ok("", colours), reason: .httpUnexpectedHeader, failedPattern: true) {
        $0.failIfHeaderMatches = [try rule("X-COLOUR", "gre+n")]
    },
    Case(name: "no value matches", answer: ok("", colours)) { $0.failIfHeaderMatches = [try rule("X-Colour", "blue")] },
    Case(name: "one of several values is enough", answer: ok("", colours)) {
        $0.failIfHeaderNotMatches = [try rule("X-Colour", "green")]
    },
    Case(name: "none of several values", answer: ok("", colours), reason: .httpUnexpectedHeader, failedPattern: true) {
        $0.failIfHeaderNotMatches = [try rule("X-Colour", "blue")]
    },
    Case(name: "header missing", answer: ok(""), reason: .httpUnexpectedHeader, failedPattern: true) {
        $0.failIfHeaderMatches = [try rule("X-Colour", "blue")]
    },
    Case(name: "header missing, in the other list", answer: ok(""), reason: .httpUnexpectedHeader, failedPattern: true) {
        $0.failIfHeaderNotMatches = [try rule("X-Colour", "blue")]
    },
    Case(name: "header may be missing", answer: ok("")) {
        $0.failIfHeaderMatches = [try rule("X-Colour", "blue", allowsMissing: true)]
        $0.failIfHeaderNotMatches = [try rule("X-Colour", "blue", allowsMissing: true)]
    },
    Case(name: "JSON fits", answer: ok(#"{"a":1,"ok":true}"#), failedCondition: false) {
        $0.failIfJSONMatches = try Condition("body.a > 1")
        $0.failIfJSONNotMatches = try Condition("body.ok")
        $0.failIfBodyNotMatches = [try Pattern("ok")]
    },
    Case(name: "JSON holds", answer: ok(#"{"a":2}"#), reason: .httpUnexpectedJSON, failedCondition: true) {
        $0.failIfJSONMatches = try Condition("body.a > 1")
    },
    Case(name: "JSON does not hold", answer: ok(#"{"a":1}"#), reason: .httpUnexpectedJSON, failedCondition: true) {
        $0.failIfJSONNotMatches = try Condition("body.a > 1")
    },
    Case(name: "no JSON", answer: ok("<html>"), reason: .httpUnexpectedJSON, failedCondition: true) {
        $0.failIfJSONMatches = try Condition("body.a > 1")
    },
    Case(name: "JSON of another shape", answer: ok("{}"), reason: .httpUnexpectedJSON, failedCondition: true) {
        $0.failIfJSONNotMatches = try Condition("body.a > 1")
    },
    Case(name: "version", answer: ok(""), reason: .httpUnexpectedVersion) { $0.validVersions = ["HTTP/1.0", "HTTP/2.0"] },
    Case(name: "one of the versions", answer: ok("")) { $0.validVersions = ["HTTP/1.1", "HTTP/2.0"] },
    Case(name: "no TLS", answer: ok(""), reason: .httpUnexpectedTLS) { $0.failsIfNotTLS = true },
    Case(name: "no TLS, as wanted", answer: ok("")) { $0.failsIfTLS = true },
    Case(name: "up to the limit", answer: ok("12345")) { $0.bodyLimitBytes = 5 },
    Case(name: "over the limit", answer: ok("12345"), reason: .httpTooLarge) { $0.bodyLimitBytes = 4 },
    Case(name: "over the limit without a length", answer: "HTTP/1.1 200 OK\r\n\r\n12345", reason: .httpTooLarge) {
        $0.bodyLimitBytes = 4
        $0.failIfBodyNotMatches = [try Pattern("1")]
    },
    Case(name: "body cut off", answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", reason: .httpTruncated) {
        $0.failIfBodyNotMatches = [try Pattern("bye")]
    },
    Case(name: "another encoding than wanted", answer: ok("hello"), reason: .httpBadEncoding) { $0.encoding = .gzip },
    Case(name: "no encoding where none is wanted", answer: ok("hello", "Content-Encoding: gzip\r\n")) { $0.encoding = .identity },
]

extension OverLoopback {
    @Suite struct HTTPModuleTests {
        @Test(arguments: cases)
        private func judges(_ it: Case) throws {
            var settings = HTTPSettings()
            try it.set(&settings)
            let outcome = try probe(settings) { connection in
                _ = try await connection.receive(through: "\r\n\r\n")
                try await connection.send(it.answer)
            }
            #expect(outcome.failure == it.reason)
            #expect(outcome.http?.failedPattern == it.failedPattern)
            #expect(outcome.http?.failedCondition == it.failedCondition)
            #expect(outcome.timed == [.connect, .request, .firstByte, .transfer])
        }

        @Test(
            arguments: [
                ("HTTP/1.0 200 OK\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\nhello", 200, 5, 1.0, nil, 784_111_777),
                ("HTTP/1.1 204 X\r\nContent-Length: 5\r\n\r\n", 204, 0, 1.1, 0, nil),
                ("HTTP/1.1 304 X\r\nContent-Length: 5\r\nLast-Modified: yesterday\r\n\r\n", 304, 0, 1.1, 0, nil),
                ("HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, 5, 1.1, nil, nil),
                ("HTTP/1.1 404 X\r\nContent-Length: 500\r\n\r\nhello", 404, 5, 1.1, 500, nil),
                ("", 0, 0, 0, 0, nil), ("SSH-2.0-OpenSSH\r\n", 0, 0, 0, 0, nil),
            ] as [(String, Int, Int, Double, Int?, Int64?)])
        func tells(answer: String, status: Int, bodyBytes: Int, version: Double, contentLength: Int?, lastModified: Int64?) throws
        {
            let outcome = try probe(HTTPSettings()) { connection in
                _ = try await connection.receive(through: "\r\n\r\n")
                try await connection.send(answer)
            }
            var expected = HTTPFinding(status: status, bodyBytes: bodyBytes, redirects: 0)
            (expected.version, expected.contentLength, expected.lastModified) = (version, contentLength, lastModified)
            #expect(outcome.http == expected)
        }

        @Test func knowsTheLengthOfWhatHEADIsAnswered() throws {
            var settings = HTTPSettings()
            settings.method = "HEAD"
            settings.encoding = .gzip
            let outcome = try probe(settings) { connection in
                let request = try await connection.receive(through: "\r\n\r\n")
                try await connection.send("HTTP/1.1 \(request.hasPrefix("HEAD ") ? 200 : 400) X\r\nContent-Length: 77\r\n\r\n")
            }
            #expect(outcome.isSuccess)
            #expect(outcome.http?.contentLength == 77)
            #expect(outcome.http?.bodyBytes == 0)
        }

        @Test func unpacksAndCounts() throws {
            // "hello" in gzip, as its reference implementation packs it.
            let packed: [UInt8] = [
                0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0,
            ]
            var settings = HTTPSettings()
            settings.encoding = .gzip
            settings.bodyLimitBytes = 5
            settings.failIfBodyNotMatches = [try Pattern("^hello$")]
            let outcome = try probe(settings) { connection in
                _ = try await connection.receive(through: "\r\n\r\n")
                try await connection.send("HTTP/1.1 200 X\r\nContent-Length: \(packed.count)\r\n\r\n")
                try await connection.send(packed)
            }
            #expect(outcome.isSuccess)
            #expect(outcome.http?.bodyBytes == 5)
            #expect(outcome.http?.contentLength == packed.count)
        }

        @Test func judgesLargeBodiesElsewhere() throws {
            var settings = HTTPSettings()
            settings.failIfBodyNotMatches = [try Pattern("needle$")]
            let hay = String(repeating: "hay", count: 100_000)
            let outcome = try Stage.run { [settings] stage in
                let workbench = try EventLoop()
                workbench.start()
                defer {
                    workbench.stop()
                    workbench.join()
                }
                let address = try stage.web(ok(hay + "needle"))
                var environment = try stage.environment()
                environment.workbench = workbench
                return try await stage.probe(settings, at: address, in: environment)
            }
            #expect(outcome.isSuccess)
            #expect(outcome.http?.bodyBytes == hay.utf8.count + 6)
        }

        // MARK: Requests

        @Test func sendsWhatItIsTold() throws {
            var settings = HTTPSettings()
            settings.method = "PUT"
            settings.fields = [
                "Host": "virtual.test", "X-One": "1", "User-Agent": "me", "content-length": "99", "Transfer-Encoding": "chunked",
            ]
            settings.secretFields = [("X-Key", .value(Secret("hush")))]
            settings.body = Array("payload".utf8)
            settings.authorization = .basic(username: .value(Secret("aladdin")), password: .value(Secret("opensesame")))
            let request = try sent(settings)
            #expect(
                request == """
                    PUT /path?q=1 HTTP/1.1\r
                    Host: virtual.test\r
                    X-One: 1\r
                    User-Agent: me\r
                    X-Key: hush\r
                    Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l\r
                    Accept: */*\r
                    Content-Length: 7\r
                    Connection: close\r
                    \r
                    payload
                    """)
        }

        @Test func saysThatAPostIsEmpty() throws {
            var settings = HTTPSettings()
            settings.method = "POST"
            settings.authorization = .token(type: "Token", credentials: .value(Secret("abc")))
            let request = try sent(settings)
            #expect(request.contains("\r\nContent-Length: 0\r\n"))
            #expect(request.contains("\r\nAuthorization: Token abc\r\n"))
        }

        @Test func letsAFieldOfItsOwnStandForTheAuthorization() throws {
            var settings = HTTPSettings()
            settings.fields = ["authorization": "own"]
            settings.authorization = .token(type: "Bearer", credentials: .value(Secret("abc")))
            let request = try sent(settings)
            #expect(request.contains("authorization: own\r\n"))
            #expect(!request.contains("abc"))
        }

        @Test func readsASecretsFileEachTime() throws {
            let requests = try Stage.run { stage in
                let path = try stage.write("first\n", to: "secret")
                var settings = HTTPSettings()
                settings.authorization = .token(type: "Bearer", credentials: .file(path: path))
                let (address, heard) = try stage.listener()
                _ = try await stage.probe(settings, at: address)
                _ = try stage.write("second\n", to: "secret")
                _ = try await stage.probe(settings, at: address)
                return heard.all
            }
            #expect(requests[0].contains("Bearer first\r\n"))
            #expect(requests[1].contains("Bearer second\r\n"))
        }

        @Test func namesASecretThatCannotBeRead() throws {
            try Stage.run { stage in
                var settings = HTTPSettings()
                settings.authorization = .token(type: "Bearer", credentials: .file(path: stage.directory + "/none"))
                let outcome = try await stage.probe(settings, at: try stage.web(ok("")))
                #expect(outcome.failure == .authorizationFailed)
                #expect(outcome.timed.isEmpty)
            }
        }

        @Test(arguments: ["GE T", "", "GET\r\nX: y"])
        func refusesWhatIsNoMethod(method: String) throws {
            var settings = HTTPSettings()
            settings.method = method
            #expect(try probe(settings) { try await $0.keepSilent() }.failure == .other)
        }

        private func sent(_ settings: HTTPSettings) throws -> String {
            let requests = try Stage.run { stage in
                let (address, heard) = try stage.listener()
                _ = try await stage.probe(settings, at: address, path: "/path?q=1")
                return heard.all
            }
            return try #require(requests.first)
        }

        // MARK: Hostile peers

        @Test(arguments: [
            ("HTTP/1.1 103 Early\r\n\r\n", FailureReason.httpMalformed), ("X-Endless: header\r\n", .httpTooLarge),
            ("X-Endless-line", .httpTooLarge),
        ])
        func leavesEndlessHeads(piece: String, reason: FailureReason) throws {
            let outcome = try probe(HTTPSettings()) { connection in
                if piece.hasPrefix("X") { try await connection.send("HTTP/1.1 200 OK\r\n") }
                let pieces = String(repeating: piece, count: 1000)
                while true { try await connection.send(pieces) }
            }
            #expect(outcome.failure == reason)
            #expect(outcome.http?.status == 0)
        }

        @Test func leavesAnEndlessBodyAtTheDeadline() throws {
            let outcome = try probe(HTTPSettings(), within: Stage.impatience) { connection in
                try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
                let piece = [UInt8](repeating: 0x78, count: 65536)
                while true { try await connection.send(piece) }
            }
            #expect(outcome.failure == .httpTimeout)
            #expect(outcome.http?.status == 200)
            #expect(outcome.http?.bodyBytes ?? 0 > 0)
        }

        @Test func leavesABodyThatDrips() throws {
            var settings = HTTPSettings()
            settings.failIfBodyNotMatches = [try Pattern("end")]
            let outcome = try probe(settings, within: Stage.impatience) { connection in
                try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while true {
                    try await connection.send("x")
                    _ = try? await connection.socket.readable(until: .after(.milliseconds(20)))
                }
            }
            #expect(outcome.failure == .httpTimeout)
            #expect(outcome.http?.failedPattern == false)
        }

        private func probe(
            _ settings: HTTPSettings, within limit: Duration = Stage.patience,
            _ script: @escaping @Sendable (borrowing Connection) async throws -> Void
        ) throws -> ProbeOutcome {
            try Stage.run { stage in try await stage.probe(settings, at: stage.peer(script), within: limit) }
        }
    }
}
