import Patterns
import Testing

@Suite struct PatternTests {
    @Test(arguments: [
        ("^2\\d\\d$", "204", true), ("^2\\d\\d$", "1204", false), ("(?i)ok", "all OK", true), ("a$", "a\n", false),
        ("", "", true),
        ("x", "", false), ("(?s)a.b", "a\nb", true), ("a.b", "a\nb", false),
    ])
    func matchesAnywhere(expression: String, text: String, expected: Bool) throws {
        #expect(try Pattern(expression).matches(Array(text.utf8)) == expected)
    }

    @Test func givesGroupsByPlaceAndName() throws {
        let pattern = try Pattern("^(?P<code>[0-9]+)(-)? (.*)$")
        #expect(pattern.groupNames == ["code", nil, nil])
        let match = try #require(pattern.firstMatch(in: Array("220 ready".utf8)))
        #expect(match.ranges == [0..<9, 0..<3, nil, 4..<9])
    }

    @Test(arguments: ["(", "a**", "[z-a]", "\\", "(?=x)", "(a)\\1", "x{1001}"])
    func refusesWhatIsNoExpression(_ text: String) {
        #expect(throws: Pattern.SyntaxError.self) { try Pattern(text) }
    }

    @Test func takesBytesThatAreNoText() throws {
        #expect(try Pattern("a\\z").matches([0xFF, 0x61]))
        #expect(try !Pattern("^.a$").matches([0xFF, 0x61]))
    }

    /// A backtracking matcher would need longer than the universe has lasted.
    @Test func isNotStalledByAHostileText() throws {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        #expect(try !Pattern("^(a|a)*(a*)*b$").matches(text))
    }
}
