import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct PostgresProberTests {
        private typealias Server = DatabaseServer

        private static func settings(_ mode: PostgresSettings.TLSMode = .disable, query: String = "") -> PostgresSettings {
            var settings = PostgresSettings()
            settings.password = .value(Secret("s3cret"))
            settings.tlsMode = mode
            settings.query = query
            settings.glances = false
            return settings
        }

        private static func probe(
            _ settings: PostgresSettings = settings(), within limit: Duration = Stage.patience,
            _ script: @escaping @Sendable (borrowing Connection) async throws -> Void
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                try await stage.probe(PostgresProber(settings: settings), try stage.peer(script), within: limit)
            }
        }

        private static func finding(of outcome: ProbeOutcome) throws -> DatabaseFinding {
            guard case .database(let finding)? = outcome.finding else { throw ProbeFailure(.other, "no finding") }
            return finding
        }

        @Test func logsIn() throws {
            let outcome = try Self.probe { try await $0.welcome() }
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .authenticate])
            #expect(try Self.finding(of: outcome).serverVersion == "15.18")
        }

        @Test func exportsTheNumbersOfAQuery() throws {
            var settings = Self.settings(query: "SELECT waiting, kind FROM queue")
            settings.columns = [PostgresSettings.Column(name: "waiting", metric: "queue_length", labels: ["kind"])]
            settings.expectedRows = 1...5
            settings.slowAfter = .seconds(60)
            let outcome = try Self.probe(settings) { connection in
                try await connection.welcome()
                _ = try await connection.receive(through: "lock_timeout")
                try await connection.send(Server.done)
                let query = try await connection.receive(through: "queue")
                #expect(query.contains("SELECT waiting, kind FROM queue"))
                try await connection.send(Server.answer(["waiting", "kind"], [["3", "in"], ["4.5", "out"], [nil, "lost"]]))
            }
            #expect(outcome.failure == nil, "\(outcome.detail)")
            #expect(outcome.timed == [.connect, .authenticate, .query])
            let finding = try Self.finding(of: outcome)
            #expect(finding.rows == 3)
            #expect(finding.isSlow == false)
            #expect(
                finding.values == [
                    DatabaseFinding.Reading(name: "queue_length", labels: [("kind", "in")], value: 3),
                    DatabaseFinding.Reading(name: "queue_length", labels: [("kind", "out")], value: 4.5),
                ])
        }

        @Test(
            arguments: [
                ("28P01", FailureReason.databaseAuthentication), ("28000", .databaseAuthentication),
                ("3D000", .databaseAuthentication), ("42501", .databaseAuthentication), ("53300", .databaseFull),
                ("57P03", .databaseUnavailable), ("57P01", .databaseUnavailable), ("53200", .databaseUnavailable),
                ("", .databaseAuthentication),
            ])
        func saysWhyItIsNotLetIn(state: String, reason: FailureReason) throws {
            let outcome = try Self.probe { connection in
                _ = try await connection.receive(count: 8)
                try await connection.send(Server.error("FATAL", state, "no \u{1B}[2J entry"))
            }
            #expect(outcome.failure == reason)
            #expect(outcome.detail.hasSuffix("no \u{FFFD}[2J entry" + (state.isEmpty ? "" : " (\(state))")))
        }

        @Test(
            arguments: [
                ("57014", FailureReason.databaseQueryTimeout), ("55P03", .databaseQueryTimeout), ("25006", .databaseQueryFailed),
                ("42P01", .databaseQueryFailed), ("42501", .databaseQueryFailed), ("57P01", .databaseUnavailable),
                ("XX000", .databaseQueryFailed),
            ])
        func saysWhyAQueryFails(state: String, reason: FailureReason) throws {
            let outcome = try Self.probe(Self.settings(query: "SELECT 1")) { connection in
                try await connection.welcome()
                _ = try await connection.receive(through: "lock_timeout")
                try await connection.send(Server.done)
                _ = try await connection.receive(through: "SELECT 1")
                try await connection.send(Server.error(state == "57P01" ? "FATAL" : "ERROR", state, "no"))
                if state != "57P01" { try await connection.send(Server.ready) }
            }
            #expect(outcome.failure == reason)
            #expect(outcome.timed == [.connect, .authenticate])
        }

        @Test func looksAtTheDatabaseWhenItsQueryFails() throws {
            var settings = Self.settings(query: "SELECT 1")
            settings.glances = true
            let outcome = try Self.probe(settings) { connection in
                try await connection.welcome()
                _ = try await connection.receive(through: "lock_timeout")
                try await connection.send(Server.done)
                _ = try await connection.receive(through: "SELECT 1")
                try await connection.send(Server.error("ERROR", "57014", "too late") + Server.ready)
                _ = try await connection.receive(through: "ROLLBACK")
                try await connection.send(Server.done)
                _ = try await connection.receive(through: "connections_max")
                let rows = [["connections_max", nil, "100"], ["in_recovery", nil, "1"], ["not_ours", nil, "1"]]
                try await connection.send(Server.answer(["name", "label", "value"], rows))
                _ = try await connection.receive(through: "pg_stat_activity")
                try await connection.send(Server.answer(["name", "label", "value"], [["connections", "hidden", "4"]]))
                while true {
                    _ = try await connection.receive(count: 5)
                    try await connection.send(Server.error("ERROR", "42501", "permission denied") + Server.ready)
                }
            }
            #expect(outcome.failure == .databaseQueryTimeout)
            let finding = try Self.finding(of: outcome)
            #expect(finding.glance.map(\.name) == ["connections_max", "in_recovery", "connections"])
            #expect(finding.isInRecovery == true)
            #expect(finding.glanceFaults.count == 5)
            #expect(finding.glanceFaults.first?.hasSuffix("permission denied (42501)") == true)
            #expect(finding.glanceFaults.last?.contains("4 connections are hidden") == true)
        }

        @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-x\r\n", "\u{0}\u{0}\u{0}", "R\u{0}\u{0}\u{0}\u{4}"])
        func saysThatThePeerIsNoDatabase(greeting: String) throws {
            let outcome = try Self.probe { connection in
                try await connection.send(greeting)
                try await connection.keepSilent()
            }
            #expect(outcome.failure == .databaseMalformed)
            #expect(outcome.timed == [.connect])
        }

        @Test(arguments: [PostgresSettings.TLSMode.disable, .require])
        func saysThatThePeerIsSilent(mode: PostgresSettings.TLSMode) throws {
            let outcome = try Self.probe(Self.settings(mode), within: Stage.impatience) { try await $0.keepSilent() }
            #expect(outcome.failure == .databaseTimeout)
        }

        @Test func saysThatAQueryIsNotAnswered() throws {
            let outcome = try Self.probe(Self.settings(query: "SELECT 1"), within: Stage.impatience) { connection in
                try await connection.welcome()
                try await connection.keepSilent()
            }
            #expect(outcome.failure == .databaseQueryTimeout)
        }

        @Test(arguments: [PostgresSettings.TLSMode.disable, .require])
        func saysThatThePeerHangsUp(mode: PostgresSettings.TLSMode) throws {
            let outcome = try Self.probe(Self.settings(mode)) { _ = try await $0.receive(count: 8) }
            #expect(outcome.failure == .databaseClosed)
        }

        @Test func endsADripAtItsDeadline() throws {
            let outcome = try Self.probe(within: Stage.impatience) { connection in
                for byte in Server.message("E", [UInt8](repeating: 65, count: 60000)) {
                    try await connection.send([byte])
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
            #expect(outcome.failure == .databaseTimeout)
        }

        @Test func endsAStreamOfRemarks() throws {
            let outcome = try Self.probe { connection in
                while true { try await connection.send(Server.message("N", [UInt8](repeating: 0, count: 30000))) }
            }
            #expect(outcome.failure == .databaseMalformed)
        }

        @Test func endsAnEndlessAnswer() throws {
            let outcome = try Self.probe(Self.settings(query: "SELECT 1")) { connection in
                try await connection.welcome()
                _ = try await connection.receive(through: "lock_timeout")
                try await connection.send(Server.done)
                let end = Server.message("C", Array("SELECT 0\0".utf8)) + Server.ready
                try await connection.send(Array(Server.answer(["a"], []).dropLast(end.count)))
                let row = Server.message("D", [0, 1, 0, 0, 0, 100] + [UInt8](repeating: 65, count: 100))
                let rows = [[UInt8]](repeating: row, count: 1000).flatMap(\.self)
                while true { try await connection.send(rows) }
            }
            #expect(outcome.failure == .databaseUnexpectedResult)
        }

        @Test func doesNotWorkAsLongAsAServerWants() throws {
            let outcome = try Self.probe { connection in
                _ = try await connection.receive(count: 8)
                try await connection.send(Server.scram)
                let text = try await connection.receive(through: "r=")
                let nonce = text.split(separator: "r=").last ?? ""
                try await connection.send(Server.authentication(11, "r=\(nonce)x,s=c2FsdA==,i=2147483647"))
                try await connection.keepSilent()
            }
            #expect(outcome.failure == .databaseAuthentication)
            #expect(outcome.detail.contains("2147483647 rounds"))
        }

        @Test func givesUpWorkThatOthersHoldUp() throws {
            let outcome = try Stage.run { stage in
                let address = try stage.peer { connection in
                    _ = try await connection.receive(count: 8)
                    try await connection.send(Server.scram)
                    let text = try await connection.receive(through: "r=")
                    let nonce = text.split(separator: "r=").last ?? ""
                    try await connection.send(Server.authentication(11, "r=\(nonce)x,s=c2FsdA==,i=4096"))
                    try await connection.keepSilent()
                }
                var environment = try stage.environment()
                // Nobody drives it.
                environment.databaseLoop = try EventLoop()
                return try await stage.probe(
                    PostgresProber(settings: Self.settings()), address, in: environment, within: Stage.impatience)
            }
            #expect(outcome.failure == .databaseTimeout)
        }

        @Test(arguments: [PostgresSettings.TLSMode.prefer, .allow, .disable])
        func givesPasswordsAwayOnlyToWhoIsMeantTo(mode: PostgresSettings.TLSMode) throws {
            let heard = HeardText()
            let outcome = try Self.probe(Self.settings(mode)) { connection in
                var first = try await connection.receive(count: 8)
                if first.count == 8 {
                    try await connection.send("N")
                    first = try await connection.receive(count: 8)
                }
                try await connection.send(Server.authentication(3))
                heard.add(try await connection.receive(through: "s3cret"))
                try await connection.send(Server.error("FATAL", "28P01", "the password s3cret is wrong"))
            }
            #expect(outcome.failure == .databaseAuthentication)
            #expect(heard.text.contains("s3cret") == (mode == .disable))
            #expect(!outcome.detail.contains("s3cret"))
        }

        @Test(arguments: ["SX", "NN", "E", "H", "S\u{15}\u{3}\u{3}"])
        func refusesToBeFooledBeforeTLS(answer: String) throws {
            let outcome = try Self.probe(Self.settings(.require)) { connection in
                _ = try await connection.receive(count: 8)
                try await connection.send(answer)
                try await connection.keepSilent()
            }
            #expect(outcome.failure == .databaseMalformed)
        }

        @Test func asksForTLSWhereItIsRequired() throws {
            let outcome = try Self.probe(Self.settings(.require)) { connection in
                _ = try await connection.receive(count: 8)
                try await connection.send("N")
            }
            #expect(outcome.failure == .tlsNotTLS)
        }

        @Test func triesWithoutTLSWhereTheServerWillNotHaveIt() throws {
            let ways = Counter()
            let outcome = try Self.probe(Self.settings(.prefer)) { connection in
                let first = try await connection.receive(count: 8)
                ways.add()
                if first.count == 8 {
                    try await connection.send("S")
                } else {
                    try await connection.send(Server.welcome)
                }
            }
            #expect(outcome.isSuccess, "\(outcome.detail)")
            #expect(ways.value == 2)
            #expect(outcome.timed == [.connect, .authenticate], "of the second way only")
        }

        @Test func readsPasswordsFromFiles() throws {
            try Stage.run { stage in
                var settings = Self.settings()
                settings.password = nil
                settings.passwordFile = try stage.write("*:*:*:postgres:fromfile\n", to: "passwords")
                let heard = HeardText()
                let address = try stage.peer { connection in
                    _ = try await connection.receive(count: 8)
                    try await connection.send(Server.authentication(3))
                    heard.add(try await connection.receive(through: "\0"))
                    try await connection.send(Server.welcome)
                }
                #expect(try await stage.probe(PostgresProber(settings: settings), address).isSuccess)
                #expect(heard.text.hasSuffix("fromfile\0"))
                settings.passwordFile = stage.directory + "/none"
                let outcome = try await stage.probe(PostgresProber(settings: settings), address)
                #expect(outcome.failure == .databaseAuthentication)
                #expect(outcome.detail.contains("cannot be read"))
            }
        }
    }
}
