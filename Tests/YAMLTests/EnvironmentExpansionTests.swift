import Testing

@testable import YAML

@Suite struct EnvironmentExpansionTests {
    static let environment = ["NAME": "value", "EMPTY": "", "_2": "two", "YAML": "x: [1, ${NAME}]\n# c"]

    @Test(
        arguments: [
            ("", ""), ("plain", "plain"), ("${NAME}", "value"), ("a${NAME}b${_2}c", "avaluebtwoc"), ("${EMPTY}", ""),
            ("${NONE:-other}", "other"), ("${EMPTY:-other}", "other"), ("${NAME:-other}", "value"), ("${NONE:-}", ""),
            ("${NONE:-a b:-c}", "a b:-c"), ("$$", "$"), ("$${NAME}", "${NAME}"), ("$$$$", "$$"), ("$$${NAME}", "$value"),
            ("^a$", "^a$"), ("$NAME", "$NAME"), ("$2y$10$abc", "$2y$10$abc"), ("}{", "}{"), ("ü${NAME}é", "üvalueé"),
            ("${YAML}", "x: [1, ${NAME}]\n# c"),
        ])
    func replacesVariables(text: String, expected: String) throws {
        var allowance = 1000
        let expansion = EnvironmentExpansion { Self.environment[$0] }
        #expect(try expansion.expand(text, allowanceBytes: &allowance) == expected)
    }

    @Test(
        arguments: [
            ("${NONE}", "a.yml:1:8: the variable NONE is not set, set it, or write ${NONE:-default}"),
            ("x${NAME", "a.yml:1:8: ${ is not closed, write ${NAME}, or $${ for the characters themselves"),
            ("${}", "a.yml:1:8: ${} names no variable, write ${NAME} or ${NAME:-default}, or $${ for the characters themselves"),
            (
                "${2x}",
                "a.yml:1:8: ${2x} names no variable, write ${NAME} or ${NAME:-default}, or $${ for the characters themselves"
            ),
            (
                "${A-b}",
                "a.yml:1:8: ${A-b} names no variable, write ${NAME} or ${NAME:-default}, or $${ for the characters themselves"
            ),
            (
                "${ü}",
                "a.yml:1:8: ${ü} names no variable, write ${NAME} or ${NAME:-default}, or $${ for the characters themselves"
            ),
        ])
    func refusesWhatNamesNothing(text: String, line: String) {
        #expect(messages { try Sample.read("token: '\(text)'", environment: Self.environment) } == line)
    }

    @Test func neverExpandsKeysOrStructure() throws {
        let sample = try Sample.read(
            "targets: [{name: '${YAML}', host: h, labels: {'${NAME}': '${YAML}'}}]", environment: Self.environment)
        #expect(sample.targets[0].name == Self.environment["YAML"])
        #expect(sample.targets[0].labels == ["${NAME}": "x: [1, ${NAME}]\n# c"])
    }
}
