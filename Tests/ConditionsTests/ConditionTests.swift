import Conditions
import Testing

@Suite struct ConditionTests {
    private static func judge(_ text: String, _ json: String = KnownVerdicts.document) throws -> Condition.Verdict {
        try Condition(text).judge(Array(json.utf8))
    }

    @Test(arguments: KnownVerdicts.hold) func holds(text: String) throws {
        #expect(try Self.judge(text) == .holds)
    }

    @Test(arguments: KnownVerdicts.fail) func doesNotHold(text: String) throws {
        #expect(try Self.judge(text) == .fails)
    }

    @Test(arguments: KnownVerdicts.unclear) func isUnclear(text: String) throws {
        guard case .unclear(let reason) = try Self.judge(text) else {
            Issue.record("it has a value")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(arguments: KnownVerdicts.refused) func isRefused(text: String) {
        #expect(throws: Condition.SyntaxError.self) { try Condition(text) }
    }

    @Test(
        arguments: [
            ("body.a ==", 10, "the expression ends before a value"),
            ("body.a = 1", 8, "a character that stands for nothing"),
            ("é == 1", 1, "a character that stands for nothing"),
            ("\"é\" == foo", 8, "there is no foo, the document is called body"),
            ("body.a == 1 body.b", 13, "something else in the place of an operator or the end"),
            ("(body.a", 8, "the expression ends before )"),
            ("1 == \"a\"", 3, "== does not go with (int, string)"),
            ("body.n + 1 == \"a\"", 12, "== does not go with (int, string)"),
            ("body.s.matches(\"(\")", 16, "no regular expression: missing ): ("),
            ("body.f(1)", 5, "there is no function f()"),
            ("timestamp(body.t) > 1", 1, "timestamp() is left out here: there are no times"),
            ("[1].all(x, 1)", 12, "a condition takes bool, not int"),
            ("\"abc", 1, "a text without its closing quote"),
            ("99999999999999999999", 1, "a number out of range"),
            ("has(body)", 5, "has() takes a field, as has(body.a)"),
        ])
    func saysWhatIsWrongAndWhere(text: String, column: Int, description: String) {
        #expect {
            try Condition(text)
        } throws: { error in
            let error = error as? Condition.SyntaxError
            #expect(error?.description == description)
            #expect(error?.column == column)
            return true
        }
    }

    @Test(
        arguments: [
            ("body.x", "there is no \"x\""), ("body.a.n", "the condition gives a double, not true or false"),
            ("body.s.x == 1", "a string has no field \"x\""), ("body.one + 1 == 2", "+ does not take a double and a int"),
            ("1 / 0 == 1", "a division by zero"), ("body.list[7] == 1", "there is no element 7"),
        ])
    func saysWhyItIsUnclear(text: String, reason: String) throws {
        #expect(try Self.judge(text) == .unclear(reason))
    }

    @Test(arguments: [41, 200, 5000])
    func nestingIsBounded(depth: Int) {
        let open = String(repeating: "(", count: depth) + "true" + String(repeating: ")", count: depth)
        let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + " == []"
        let long = "body" + String(repeating: ".a", count: depth + 60) + " == 1"
        let sum = "1" + String(repeating: " + 1", count: depth + 60) + " > 0"
        for text in [open, deep, long, sum] { #expect(throws: Condition.SyntaxError.self) { try Condition(text) } }
    }

    @Test func longChainsOfConditionsAreNoNesting() throws {
        let all = Array(repeating: "true", count: 1500).joined(separator: " && ")
        #expect(try Self.judge(all) == .holds)
        #expect(throws: Condition.SyntaxError.self) { try Condition(all + " && " + all) }
    }

    @Test func nestedMacrosOnLongListsEndAsTooCostly() throws {
        let list = "[" + Array(repeating: "1", count: 3000).joined(separator: ",") + "]"
        let condition = "body.all(a, body.all(b, body.all(c, a == b && b == c)))"
        for text in [condition, "true ? \(condition) : true", "\(condition) || true", "body.exists(x, \(condition))"] {
            #expect(
                try Self.judge(text, list) == .unclear("the condition takes more than 2000000 steps on this document"), "\(text)")
        }
    }

    @Test(
        arguments: [
            "body.map(a, body.map(b, body)) == body", "body.map(a, body + body + body).size() > 0",
            "body.all(a, body.all(b, body == body))", "body.all(a, body.map(x, x) == body)",
            "body.all(a, body.all(b, 7.0 in body))",
        ])
    func worksWithinItsSteps(text: String) throws {
        let list = "[" + Array(repeating: "1", count: 3000).joined(separator: ",") + "]"
        guard case .unclear(let reason) = try Self.judge(text, list) else { return }
        #expect(reason.hasPrefix("the condition takes more than"))
    }

    @Test func textsGrowWithinItsSteps() throws {
        let json = "\"" + String(repeating: "x", count: 1 << 20) + "\""
        let text = "[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, (body + body + body + body).contains('y') == false))"
        guard case .unclear(let reason) = try Self.judge(text, json) else {
            Issue.record("it was not stopped")
            return
        }
        #expect(reason.hasPrefix("the condition takes more than"))
    }
}
