import Passwords
import Testing

@Suite struct PasswordHashTests {
    /// Made by other programs: Apache's htpasswd, OpenBSD's tests, Python's bcrypt.
    @Test(arguments: [
        ("$2a$04$zVHmKQtGGQob.b/Nc7l9NO8UlrYcW05FiuCj/SxsFO/ZtiN9.mNzy", ""),
        ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
        ("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
        ("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
        ("$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"),
        ("$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a", "U*U*U"),
    ])
    func knowsItsPassword(text: String, password: String) throws {
        let hash = try #require(PasswordHash(text))
        #expect(hash.matches(Array(password.utf8)))
        #expect(!hash.matches(Array((password + "x").utf8)))
        #expect(!hash.matches(Array(password.utf8) + [0]))
        #expect(!hash.matches([0] + Array(password.utf8)))
    }

    @Test func readsBytesBeyondASCIIAsTheyAre() throws {
        // crypt_blowfish's own vectors: `$2x$` is the program with the mistake, whose other digest must not fit.
        let right = try #require(PasswordHash("$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq"))
        #expect(right.matches([0xA3]))
        let wrong = try #require(PasswordHash("$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e"))
        #expect(!wrong.matches([0xA3]))
    }

    @Test(arguments: [
        "", "secret", "$2y$10$", "$1$salt$hash", "$2y$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2y$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2y$+5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2z$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC!E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ])
    func refusesWhatIsNoHash(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test func isNotPrinted() throws {
        let hash = try #require(PasswordHash("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
        var dumped = ""
        dump(hash, to: &dumped)
        #expect(!("\(hash)" + dumped).contains("CCCC"))
        #expect(hash.cost == 5)
    }
}
