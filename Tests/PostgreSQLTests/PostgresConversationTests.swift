import Foundation
import Testing
import Wire

@testable import PostgreSQL

@Suite struct PostgresConversationTests {
    private static func login(_ password: String? = "s3cret", user: String = "probe") -> PostgresLogin {
        PostgresLogin(
            user: user, password: password.map(Secret.init), database: "app", applicationName: "tests", allowsClearText: true)
    }

    /// A conversation whose login is through.
    private static func welcomed() throws -> PostgresConversation {
        let conversation = try PostgresConversation(login())
        #expect(try !conversation.login())
        _ = conversation.outgoing()
        try conversation.take(Backend.welcome)
        #expect(try conversation.login())
        return conversation
    }

    private static func asked(keeping rows: Int = 10) throws -> PostgresConversation {
        let conversation = try welcomed()
        try conversation.askOne("SELECT 1", keeping: rows)
        #expect(!conversation.outgoing().isEmpty)
        return conversation
    }

    @Test func introducesItselfWithNothingOfTheEnvironments() throws {
        for name in ["PGHOSTADDR", "PGOPTIONS", "PGAPPNAME", "PGUSER", "PGREQUIREAUTH"] {
            unsafe setenv(name, "1.2.3.4", 1)
        }
        let conversation = try PostgresConversation(Self.login(user: #"o'b\r"#))
        #expect(try !conversation.login())
        let words = conversation.outgoing().dropFirst(8).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        #expect(
            words == ["user", #"o'b\r"#, "database", "app", "application_name", "tests", "client_encoding", "UTF8"])
    }

    @Test func learnsOfTheServer() throws {
        let conversation = try Self.welcomed()
        #expect(conversation.serverVersion == "15.18 (Debian)")
        #expect(conversation.serverVersionNumber == 150018)
        #expect(conversation.isInHotStandby == true)
    }

    @Test func logsInHoweverTheBytesAreCut() throws {
        for place in 1..<Backend.welcome.count {
            let conversation = try PostgresConversation(Self.login())
            _ = try conversation.login()
            try conversation.take(Array(Backend.welcome[..<place]))
            #expect(try !conversation.login())
            try conversation.take(Array(Backend.welcome[place...]))
            #expect(try conversation.login())
        }
    }

    @Test func tellsPasswordsInTheWayAskedFor() throws {
        let conversation = try PostgresConversation(Self.login())
        _ = try conversation.login()
        _ = conversation.outgoing()
        try conversation.take(Backend.authentication(3))
        #expect(try !conversation.login())
        #expect(conversation.outgoing() == Backend.message("p", Array("s3cret\0".utf8)))
        #expect(conversation.hasGivenPassword)
    }

    @Test func provesItselfWithoutThePassword() throws {
        let conversation = try PostgresConversation(Self.login())
        _ = try conversation.login()
        _ = conversation.outgoing()
        try conversation.take(Backend.mechanisms("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"))
        #expect(try !conversation.login())
        let first = String(decoding: conversation.outgoing(), as: UTF8.self)
        let nonce = try #require(first.split(separator: "r=").last)
        #expect(first.contains("n,,n=,r="))
        #expect(!conversation.isLaborious)
        try conversation.take(Backend.authentication(11, Array("r=\(nonce)x,s=c2FsdA==,i=4096".utf8)))
        #expect(conversation.isLaborious)
        #expect(try !conversation.login())
        let last = String(decoding: conversation.outgoing(), as: UTF8.self)
        #expect(last.contains("c=biws,r=\(nonce)x,p="))
        // Who does not know the password's key has no signature.
        try conversation.take(Backend.authentication(12, Array("v=AAAA".utf8)))
        #expect(throws: PostgresError.self) { try conversation.login() }
    }

    @Test func saysThatAPasswordIsWanted() throws {
        let conversation = try PostgresConversation(Self.login(nil))
        _ = try conversation.login()
        try conversation.take(Backend.authentication(5, [1, 2, 3, 4]))
        #expect(throws: PostgresError.refused("the server asks for a password, and none is configured")) {
            try conversation.login()
        }
    }

    @Test func repeatsTheServersRefusal() throws {
        let conversation = try PostgresConversation(Self.login())
        _ = try conversation.login()
        try conversation.take(Backend.error("FATAL", "53300", "too many"))
        #expect(throws: PostgresError.server(ServerComplaint(sqlState: "53300", message: "too many", isFatal: true))) {
            try conversation.login()
        }
    }

    @Test func countsRowsAndKeepsTheFirst() throws {
        let conversation = try Self.asked(keeping: 2)
        let rows = (0..<1000).flatMap { Backend.row(["\($0)", nil, String(repeating: "x", count: 2000)]) }
        try conversation.take(Backend.message("1", []) + Backend.message("2", []) + Backend.columns(["a", "b", "c"], type: 23))
        #expect(try conversation.answer() == nil)
        try conversation.take(rows + Backend.complete("SELECT 1000") + Backend.ready)
        let answer = try #require(try conversation.answer())
        #expect(answer.rowCount == 1000)
        #expect(answer.rows.count == 2)
        #expect(answer.rows[1][..<2] == ["1", nil])
        #expect(answer.rows[1][2]?.count == PostgresAnswer.mostCellBytes)
        #expect(answer.columns.map(\.name) == ["a", "b", "c"])
        #expect(answer.columns.map(\.type) == [23, 23, 23])
    }

    @Test func goesOnAfterAnError() throws {
        let conversation = try Self.asked()
        try conversation.take(Backend.error("ERROR", "42601", "no") + Backend.ready)
        #expect(throws: PostgresError.server(ServerComplaint(sqlState: "42601", message: "no"))) { try conversation.answer() }
        try conversation.ask("SELECT 1; SELECT 2", keeping: 5)
        #expect(conversation.outgoing() == Backend.message("Q", Array("SELECT 1; SELECT 2\0".utf8)))
        let one = Backend.columns(["a"]) + Backend.row(["1"]) + Backend.complete("SELECT 1")
        let other = Backend.columns(["b"]) + Backend.row(["2"]) + Backend.complete("SELECT 1")
        try conversation.take(one + other + Backend.ready)
        let answer = try #require(try conversation.answer())
        #expect(answer.rows == [["1"], ["2"]])
    }

    @Test(
        arguments: [
            Backend.columns(["a"]) + Backend.row(["1", "2"]), Backend.row(["1"]), Backend.message("T", [0xFF, 0xFF]),
            Backend.message("D", []), Backend.message("?", [1]),
            Backend.columns(["a"]) + Backend.message("D", [0, 1, 0x7F, 0, 0, 0]),
            Backend.message("G", [0, 0, 0]), Backend.message("Z", []), Backend.error("FATAL", "57P01", "bye"),
        ])
    func endsAtWhatMakesNoSense(bytes: [UInt8]) throws {
        let conversation = try Self.asked()
        #expect(throws: PostgresError.self) {
            try conversation.take(Backend.message("1", []) + Backend.message("2", []) + bytes + Backend.ready)
            _ = try conversation.answer()
            throw PostgresError.local("taken for an answer")
        }
        #expect(throws: PostgresError.self) {
            try conversation.ask("SELECT 1", keeping: 1)
            throw PostgresError.local("")
        }
    }

    @Test func saysGoodbye() throws {
        let conversation = try Self.welcomed()
        #expect(conversation.farewell() == [UInt8(ascii: "X"), 0, 0, 0, 4])
        #expect(conversation.farewell() == [])
    }

    @Test func holdsNoDescriptorsAfterItsEnd() throws {
        func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let before = try descriptors()
        var held: [PostgresConversation] = try (0..<20).map { _ in try Self.welcomed() }
        #expect(try descriptors() >= before + 40)
        held.removeAll()
        // Other tests of this process hold a few at any time.
        #expect(try descriptors() < before + 20)
    }
}
