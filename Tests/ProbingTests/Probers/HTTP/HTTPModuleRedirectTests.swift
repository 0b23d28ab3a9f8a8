import Patterns
import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct HTTPModuleRedirectTests {
        private static func redirect(_ location: String, _ status: Int = 302, _ fields: String = "") -> String {
            "HTTP/1.1 \(status) X\r\nLocation: \(location)\r\n\(fields)Content-Length: 6\r\n\r\nmoving"
        }

        private static let end = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend"

        /// Probes a server whose `/` redirects, and tells what came of it and what was asked.
        private static func visit(
            _ answer: String, _ settings: HTTPSettings = HTTPSettings(), path: String = "/"
        ) throws -> (ProbeOutcome, [String]) {
            try Stage.run { stage in
                let (address, heard) = try stage.listener { request in
                    request.split(separator: " ")[1] == path ? answer : end
                }
                return (try await stage.probe(settings, at: address, path: path), heard.all)
            }
        }

        @Test(arguments: [301, 302, 303, 307, 308])
        func follows(status: Int) throws {
            let (outcome, requests) = try Self.visit(Self.redirect("end?a=b#c", status), path: "/deep/start")
            #expect(outcome.isSuccess)
            #expect(outcome.http?.status == 200)
            #expect(outcome.http?.redirects == 1)
            #expect(outcome.http?.bodyBytes == 3)
            #expect(requests.map { $0.prefix { !$0.isNewline } } == ["GET /deep/start HTTP/1.1", "GET /deep/end?a=b HTTP/1.1"])
        }

        @Test(arguments: [
            Self.redirect("/end", 300), Self.redirect("/end", 304), Self.redirect("/end", 305),
            "HTTP/1.1 302 X\r\nContent-Length: 0\r\n\r\n",
        ])
        func judgesWhatIsNoRedirect(answer: String) throws {
            let (outcome, requests) = try Self.visit(answer)
            #expect(outcome.failure == .httpUnexpectedStatus)
            #expect(outcome.http?.redirects == 0)
            #expect(requests.count == 1)
        }

        @Test func judgesARedirectItMayNotFollow() throws {
            var settings = HTTPSettings()
            settings.followsRedirects = false
            let (outcome, _) = try Self.visit(Self.redirect("/end"), settings)
            #expect(outcome.failure == .httpUnexpectedStatus)
            settings.validStatuses = [302...302]
            settings.failIfBodyNotMatches = [try Pattern("moving")]
            let (wanted, requests) = try Self.visit(Self.redirect("/end"), settings)
            #expect(wanted.isSuccess)
            #expect(wanted.http?.redirects == 1)
            #expect(requests.count == 1)
        }

        @Test func leavesALoop() throws {
            let (outcome, requests) = try Self.visit(Self.redirect("/"))
            #expect(outcome.failure == .httpTooManyRedirects)
            #expect(outcome.http?.redirects == 11)
            #expect(requests.count == 11)
            var settings = HTTPSettings()
            settings.validStatuses = [302...302]
            #expect(try Self.visit(Self.redirect("/"), settings).0.isSuccess)
        }

        @Test(arguments: [
            ("ftp://own.test/", FailureReason.httpMalformed), ("http://user:word@own.test/", .httpMalformed),
            ("http://[::1/", .httpMalformed), ("http://127.0.0.1:0/", .httpMalformed),
        ])
        func namesARedirectToNowhere(location: String, reason: FailureReason) throws {
            #expect(try Self.visit(Self.redirect(location)).0.failure == reason)
        }

        @Test(arguments: [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
        func repeatsABodyOnlyWhereItMust(status: Int, method: String) throws {
            var settings = HTTPSettings()
            settings.method = "POST"
            settings.body = Array("payload".utf8)
            settings.fields = ["Content-Type": "text/plain"]
            let (outcome, requests) = try Self.visit(Self.redirect("/end", status), settings)
            #expect(outcome.isSuccess)
            #expect(requests[1].hasPrefix("\(method) /end "))
            #expect(requests[1].contains("payload") == (method == "POST"))
            #expect(requests[1].contains("Content-Type") == (method == "POST"))
            #expect(requests[1].contains("Content-Length") == (method == "POST"))
        }

        @Test func leavesHEADAsItIs() throws {
            var settings = HTTPSettings()
            settings.method = "HEAD"
            #expect(try Self.visit(Self.redirect("/end", 303), settings).1[1].hasPrefix("HEAD /end "))
        }

        @Test func bringsCookiesBack() throws {
            var settings = HTTPSettings()
            settings.fields = ["Cookie": "own=1"]
            let cookies = "Set-Cookie: sid=42; Path=/\r\nSet-Cookie: deep=7; Path=/elsewhere\r\nSet-Cookie: own2=3; Secure\r\n"
            let (_, requests) = try Self.visit(Self.redirect("/end", 302, cookies), settings)
            #expect(requests[0].contains("Cookie: own=1\r\n"))
            #expect(requests[1].contains("Cookie: own=1; sid=42\r\n"))
        }

        // MARK: Other hosts

        /// A start that redirects to `location` of a second host, which notes what it is asked.
        private static func journey(
            _ settings: HTTPSettings, to host: String, keepingHost: Bool = false,
            permitting: Bool = true
        ) throws -> (ProbeOutcome, first: [String], second: [String], SocketAddress) {
            try Stage.run { stage in
                let (end, second) = try stage.listener { _ in Self.end }
                let (start, first) = try stage.listener { request in
                    if request.hasPrefix("GET /end") { return Self.end }
                    return Self.redirect(keepingHost ? "/end" : "http://\(host):\(end.port)/end")
                }
                var environment = try stage.environment(
                    try stage.resolver(nil, hosts: "\(start.ip) start.test\n\(end.ip) end.test"))
                if !permitting { environment.objection = { host, _ in host == "start.test" ? nil : "\(host) is none of ours" } }
                let outcome = try await stage.probe(settings, at: start, as: "start.test", in: environment)
                return (outcome, first.all, second.all, start)
            }
        }

        private static var confidential: HTTPSettings {
            var settings = HTTPSettings()
            settings.fields = ["Host": "virtual.test", "Cookie": "own=1", "X-Plain": "yes"]
            settings.secretFields = [("X-Key", .value(Secret("hush")))]
            settings.authorization = .token(type: "Bearer", credentials: .value(Secret("abc")))
            return settings
        }

        @Test func tellsNoOtherHostWhoWeAre() throws {
            let (outcome, first, second, start) = try Self.journey(Self.confidential, to: "end.test")
            #expect(outcome.isSuccess)
            #expect(first[0].contains("Bearer abc") && first[0].contains("hush") && first[0].contains("own=1"))
            #expect(first[0].contains("Host: virtual.test\r\n"))
            #expect(second.count == 1)
            #expect(second[0].contains("X-Plain: yes"))
            #expect(second[0].contains("Host: end.test:"))
            #expect(!second[0].contains("abc") && !second[0].contains("hush") && !second[0].contains("own=1"))
            #expect(outcome.address == start, "the address told is the target's own")
        }

        @Test func keepsHostAndCredentialsWithinTheHost() throws {
            let (outcome, first, _, _) = try Self.journey(Self.confidential, to: "", keepingHost: true)
            #expect(outcome.isSuccess)
            #expect(first.count == 2)
            #expect(first[1].contains("Bearer abc") && first[1].contains("hush"))
            #expect(first[1].contains("Host: virtual.test\r\n"))
        }

        @Test func goesNowhereItMayNot() throws {
            let (outcome, first, second, _) = try Self.journey(HTTPSettings(), to: "end.test", permitting: false)
            #expect(outcome.failure == .targetNotAllowed)
            #expect(outcome.http?.redirects == 1)
            #expect(outcome.http?.status == 0)
            #expect(first.count == 1)
            #expect(second.isEmpty)
        }

        @Test func keepsTheAddressFamily() throws {
            try Stage.run { stage in
                let six = try stage.bind(.tcp, at: SocketAddress(IPAddress("::1")!, port: 0))
                let four = try stage.bind(.tcp, at: SocketAddress(stage.newHost(), port: six.address.port))
                for number in [six.descriptor, four.descriptor] {
                    try stage.serve(number) { connection in
                        _ = try await connection.receive(through: "\r\n\r\n")
                        let status = number == four.descriptor ? 200 : 500
                        try await connection.send("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n")
                    }
                }
                let start = try stage.web(Self.redirect("http://end.test:\(four.address.port)/"))
                let environment = try stage.environment(
                    try stage.resolver(nil, hosts: "\(start.ip) start.test\n::1 end.test\n\(four.address.ip) end.test"))
                let url = try HTTPURL(parsing: "http://start.test:\(start.port)/")
                var target = Target(
                    name: "test", host: url.host, port: url.port, prober: HTTPProber(url: url, settings: HTTPSettings()))
                target.addressRule = AddressRule(preferred: .ip6)
                let outcome = await target.prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
                #expect(outcome.http?.status == 200, "the first host has an IPv4 address only; so has the way")
            }
        }

        @Test func tellsNoAnswerOfAHopThatGaveNone() throws {
            try Stage.run { stage in
                let closed = try stage.closedAddress()
                let outcome = try await stage.probe(HTTPSettings(), at: stage.web(Self.redirect("http://\(closed)/")))
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.http?.status == 0)
                #expect(outcome.http?.redirects == 1)
            }
        }
    }
}
