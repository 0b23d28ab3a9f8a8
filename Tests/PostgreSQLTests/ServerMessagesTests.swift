import Testing

@testable import PostgreSQL

@Suite struct ServerMessagesTests {
    private static func taken(_ bytes: [UInt8], clearText: Bool = false) throws -> [UInt8] {
        var messages = ServerMessages(allowsClearText: clearText)
        return try messages.take(bytes)
    }

    private static func challenge(_ text: String) -> [UInt8] { Backend.authentication(11, Array(text.utf8)) }

    @Test func passesOnWhatServersSayHoweverItIsCut() throws {
        let answer = Backend.columns(["a"]) + Backend.row(["1"]) + Backend.error("ERROR", "42601", "no") + Backend.ready
        let all = Backend.welcome + answer
        for place in 0...all.count {
            var messages = ServerMessages(allowsClearText: false)
            var passed = try messages.take(Array(all[..<place]))
            passed += try messages.take(Array(all[place...]))
            #expect(passed == all)
            #expect(messages.isReady)
            #expect(messages.complaint == ServerComplaint(sqlState: "42601", message: "no"))
        }
    }

    @Test func passesOnByteByByte() throws {
        let all = Backend.welcome + Backend.row(["one", nil])
        var messages = ServerMessages(allowsClearText: false)
        #expect(try all.flatMap { try messages.take([$0]) } == all)
    }

    @Test func holdsBackMessagesOfTheLoginUntilTheyAreWhole() throws {
        let message = Self.challenge("r=x,s=eA==,i=4096")
        #expect(try Self.taken(message.dropLast()) == [])
        #expect(try Self.taken(message) == message)
    }

    @Test func takesBoundMechanismsAway() throws {
        let offered = Backend.mechanisms("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")
        #expect(try Self.taken(offered) == Backend.mechanisms("SCRAM-SHA-256"))
        #expect(try Self.taken(Backend.mechanisms("SCRAM-SHA-256-PLUS")) == Backend.mechanisms())
    }

    @Test(arguments: [("i=1", true), ("i=4096", true), ("i=100000", true), ("i=100001", false), ("i=2147483647", false)])
    func boundsTheWorkOfALogin(rounds: String, isGivenInTo: Bool) {
        let message = Self.challenge("r=x,s=eA==,\(rounds)")
        var messages = ServerMessages(allowsClearText: false)
        if isGivenInTo {
            #expect(throws: Never.self) { try messages.take(message) }
            #expect(messages.isLaborious)
        } else {
            #expect(throws: PostgresError.self) { try messages.take(message) }
        }
    }

    @Test(
        arguments: [
            "", "i=1", "r=x,i=1", "r=x,s=y", "r=x,s=y,i=", "r=x,s=y,i= 4096", "r=x,s=y,i=+1", "r=x,s=y,i=-1", "r=x,s=y,i=0",
            "r=x,s=y,i=99999999999999999999", "r=x,s=y,j=1", "r=x,s=y,,i=1", "r=x,s=y,i=1\0",
        ])
    func refusesRoundsNobodyCanRead(text: String) {
        #expect {
            try Self.taken(Self.challenge(text))
        } throws: { error in
            if case PostgresError.malformed = error { true } else { false }
        }
    }

    @Test(arguments: [2, 6, 7, 8, 9, 13, 0xFFFF_FFFF] as [UInt32])
    func refusesOtherWaysToLogIn(kind: UInt32) {
        #expect {
            try Self.taken(Backend.authentication(kind))
        } throws: { error in
            if case PostgresError.refused = error { true } else { false }
        }
    }

    @Test func givesPasswordsAwayOnlyWhereThatIsAllowed() throws {
        let request = Backend.authentication(3)
        #expect(throws: PostgresError.self) { try Self.taken(request) }
        #expect(try Self.taken(request, clearText: true) == request)
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n", "SSH-2.0-x\r\n", "220 mail\r\n", "\u{0}\u{0}", "D", "T"])
    func knowsWhatIsNoServer(greeting: String) {
        let isLikeOne = greeting.hasPrefix("S")
        #expect {
            try Self.taken(Array(greeting.utf8))
        } throws: { error in
            switch error as? PostgresError {
            case .malformed: !isLikeOne
            // "SH-2" would be a length.
            case .tooLarge: isLikeOne
            default: false
            }
        }
    }

    @Test(arguments: [0, 3, UInt32(ServerMessages.mostMessageBytes) + 1, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32])
    func refusesAbsurdLengths(length: UInt32) {
        for start in [[], Backend.welcome] {
            #expect(throws: PostgresError.self) { try Self.taken(start + [UInt8(ascii: "N")] + Backend.bigEndian(length)) }
        }
    }

    @Test func boundsAllThatIsTakenIn() throws {
        var login = ServerMessages(allowsClearText: false)
        let remark = Backend.message("N", [UInt8](repeating: 0, count: 65536))
        #expect(throws: PostgresError.self) { for _ in 0..<5 { _ = try login.take(remark) } }
        var query = ServerMessages(allowsClearText: false)
        _ = try query.take(Backend.welcome)
        #expect(throws: PostgresError.self) { for _ in 0..<257 { _ = try query.take(remark) } }
    }

    @Test(
        arguments: [
            ("SFEHLER\0VERROR\0C42601\0Mno\0\0", "42601", "no", false), ("SFATAL\0C57P01\0Mbye\0\0", "57P01", "bye", true),
            ("VPANIC\0\0", "", "", true), ("", "", "", false), ("\0\0\0", "", "", false), ("C\0M\0", "", "", false),
            ("Ctoolong\0", "toolo", "", false),
        ])
    func readsErrors(body: String, state: String, message: String, isFatal: Bool) throws {
        var messages = ServerMessages(allowsClearText: false)
        _ = try messages.take(Backend.message("E", Array(body.utf8)))
        #expect(messages.complaint == ServerComplaint(sqlState: state, message: message, isFatal: isFatal))
    }

    @Test(arguments: [("57P02", true), ("57P01", true), ("00000", false)])
    func keepsWhatAServerSaysBeforeItGoes(state: String, isKept: Bool) throws {
        var messages = ServerMessages(allowsClearText: false)
        _ = try messages.take(Backend.welcome + Backend.message("N", Array("VWARNING\0C\(state)\0Mbye\0\0".utf8)))
        #expect(messages.complaint == nil)
        #expect((messages.lastWords?.message == "bye") == isKept)
    }
}
