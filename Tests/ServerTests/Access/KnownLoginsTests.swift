import Foundation
import Passwords
import Testing

@testable import Server

@Suite struct KnownLoginsTests {
    static let hashes = [
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
    ].compactMap(PasswordHash.init)

    private func credentials(_ text: String) throws -> BasicCredentials {
        try #require(BasicCredentials("Basic " + Data(text.utf8).base64EncodedString()))
    }

    @Test func knowsALoginByAllOfIt() throws {
        let known = KnownLogins()
        func code(_ text: String, _ hash: PasswordHash) throws -> KnownLogins.Code {
            try #require(known.code(of: try credentials(text), against: hash))
        }
        known.insert(try code("alice:secret", Self.hashes[0]))
        #expect(known.contains(try code("alice:secret", Self.hashes[0])))
        #expect(!known.contains(try code("alice:secret", Self.hashes[1])))
        #expect(!known.contains(try code("alic:esecret", Self.hashes[0])))
        #expect(!known.contains(try code("alice:secre", Self.hashes[0])))
        #expect(!known.contains(try code("bob:secret", Self.hashes[0])))
    }

    @Test func keepsNeitherMoreThanItsLimitNorTheWordsThemselves() throws {
        let known = KnownLogins(limit: 10)
        var last: KnownLogins.Code = []
        for number in 0..<1000 {
            last = try #require(known.code(of: try credentials("alice:secret\(number)"), against: Self.hashes[0]))
            known.insert(last)
        }
        #expect(known.count == 10)
        #expect(known.contains(last))
        var dumped = ""
        dump(known, to: &dumped)
        #expect(!dumped.contains("secret") && last.count == 32)
    }

    @Test func isAnotherInEachProcess() throws {
        let login = try credentials("alice:secret")
        let codes = [KnownLogins(), KnownLogins()].map { $0.code(of: login, against: Self.hashes[0]) }
        #expect(codes[0] != nil && codes[0] != codes[1])
    }
}
