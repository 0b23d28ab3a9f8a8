import Conditions
import Testing

@Suite struct JSONTextTests {
    private static func judge(_ text: String, _ json: [UInt8]) throws -> Condition.Verdict {
        try Condition(text).judge(json)
    }

    @Test(
        arguments: [
            ("1", "body == 1"), (" \n1\t", "body == 1"), ("-0", "body == 0"), ("1e3", "body == 1000"), ("0.5E-1", "body == 0.05"),
            ("null", "body == null"), ("[]", "body == []"), ("{}", "body == {}"), ("[1,[2,{\"a\":3}]]", "body[1][1].a == 3"),
            ("{\"a\":1,\"a\":2}", "body.a == 2 && size(body) == 1"), ("\"\\u00e9\"", "body == \"é\""),
            ("\"\\ud83d\\ude00\"", "body == \"😀\""), ("\"\\ud83d\"", "body == \"\\ufffd\""),
            ("\"\\ud83dx\"", "body == \"\\ufffdx\""), ("\"\\ud83d\\u0041\"", "body == \"\\ufffdA\""),
            ("\"\\ude00\"", "body == \"\\ufffd\""), ("\"\\\\\\/\\\"\\b\\f\\n\\r\\t\"", "body == '\\\\/\"\\b\\f\\n\\r\\t'"),
        ])
    func reads(json: String, text: String) throws {
        #expect(try Self.judge(text, Array(json.utf8)) == .holds)
    }

    @Test(
        arguments: [
            "", " ", "1 2", "[1,]", "[,1]", "{a:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1", "{", "\"", "\"\\", "\"\\a\"",
            "\"\\u12\"",
            "\"\u{1}\"", "01", "+1", "1.", ".5", "1e", "-", "--1", "nul", "nulll", "NaN", "Infinity", "0x1", "'a'", "tru",
            "1e400", "]", "[]]",
            "\u{FEFF}1", "[1}", "{\"a\":1]", "/**/1", "[\"a\" \"b\"]",
        ])
    func refuses(json: String) throws {
        guard case .unclear(let reason) = try Self.judge("true", Array(json.utf8)) else {
            Issue.record("it was read")
            return
        }
        #expect(reason.hasPrefix("the body"))
    }

    @Test func bytesThatAreNotUTF8BecomeReplacementCharacters() throws {
        #expect(try Self.judge("body == '\\ufffd'", [0x22, 0xFF, 0x22]) == .holds)
    }

    @Test func composedAndDecomposedLettersDiffer() throws {
        #expect(try Self.judge("body[0] == body[1]", Array("[\"\u{E9}\", \"e\u{301}\"]".utf8)) == .fails)
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int) -> [UInt8] { Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth) }
        #expect(try Self.judge("size(body) == 1", nested(512)) == .holds)
        #expect(try Self.judge("true", nested(513)) == .unclear("the body is nested more than 512 deep"))
        #expect(try Self.judge("true", nested(1_000_000)) == .unclear("the body is nested more than 512 deep"))
    }

    @Test func countIsBounded() throws {
        let json = Array(("[" + String(repeating: "1,", count: 1 << 18) + "1]").utf8)
        #expect(try Self.judge("true", json) == .unclear("the body has more than 262144 values"))
    }

    @Test func cutAnywhereIsNeverRead() throws {
        let json = Array(KnownVerdicts.document.utf8)
        for count in 0..<json.count {
            guard case .unclear = try Self.judge("true", Array(json.prefix(count))) else {
                Issue.record("read when cut at \(count)")
                return
            }
        }
    }
}
