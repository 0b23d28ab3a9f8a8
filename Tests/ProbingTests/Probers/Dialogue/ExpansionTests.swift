import Patterns
import Testing

@testable import Probing

@Suite struct ExpansionTests {
    private static let pattern = Result { try Pattern("(?P<user>\\w+)@(\\w+)(?:\\.(\\w+))?") }
    private static let text = Array("to ann@home now".utf8)

    /// What Go's `Regexp.Expand` makes of the same.
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("${1}", "ann"), ("$1", "ann"), ("${user}", "ann"), ("$user", "ann"), ("${0}", "ann@home"),
        ("$2 and $1", "home and ann"), ("$1x", ""), ("${1}x", "annx"), ("$1-x", "ann-x"), ("${3}", ""), ("${4}", ""),
        ("${99999999999999999999}", ""), ("${other}", ""), ("$$", "$"), ("$$1", "$1"), ("$", "$"), ("a$", "a$"), ("$ 1", "$ 1"),
        ("${", "${"), ("${1", "${1"), ("${}", "${}"), ("${1 }", "${1 }"), ("${user-x}", "${user-x}"), ("${01}", ""), ("$é1", ""),
        ("é$1é", "é"), ("é${1}é", "éanné"), ("$-", "$-"), ("$1$2", "annhome"), ("$user_", ""),
    ])
    func fillsAsGoDoes(template: String, filled: String) throws {
        let pattern = try Self.pattern.get()
        let match = try #require(pattern.firstMatch(in: Self.text))
        #expect(String(decoding: pattern.expand(template, with: match, in: Self.text), as: UTF8.self) == filled)
    }

    @Test func keepsBytesThatAreNoText() throws {
        let pattern = try Pattern("a(.*)")
        let text: [UInt8] = [0x61, 0xE2, 0x82, 0xAC]
        let match = try #require(pattern.firstMatch(in: text))
        #expect(pattern.expand("<$1>", with: match, in: text) == [0x3C, 0xE2, 0x82, 0xAC, 0x3E])
    }
}
