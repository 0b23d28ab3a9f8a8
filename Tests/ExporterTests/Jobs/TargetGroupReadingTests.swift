import Testing
import YAML

@testable import Exporter

@Suite struct TargetGroupReadingTests {
    private static func read(_ text: String, _ notation: TargetGroup.Notation = .yaml) throws -> [TargetGroup] {
        try TargetGroup.list(Array(text.utf8), in: notation, from: "t")
    }

    private static func message(_ text: String, _ notation: TargetGroup.Notation = .yaml) -> String {
        do {
            _ = try read(text, notation)
            return "valid"
        } catch {
            return "\(error)"
        }
    }

    @Test func readsTheSameFromBothNotations() throws {
        let expected = [
            TargetGroup(targets: ["a:1", "b:2"], labels: [TargetGroup.Label("team", "x"), TargetGroup.Label("n", "7")]),
            TargetGroup(targets: ["c:3"]),
        ]
        #expect(
            try Self.read(
                """
                - targets: [a:1, 'b:2']
                  labels:
                    team: x
                    n: 7
                - targets:
                    - c:3
                """) == expected)
        #expect(
            try Self.read(
                """
                \t[{"targets":["a:1","b:2"],"labels":{"team":"x","n":"7"}},
                \t {"targets": ["c:3"]}]
                """, .json) == expected)
    }

    @Test func leavesOutLabelsThatOnlyPassThrough() throws {
        let groups = try Self.read(#"[{"targets":["a"],"labels":{"__meta_x":"1","__param_module":"m","own":"2"}}]"#, .json)
        #expect(groups == [TargetGroup(targets: ["a"], labels: [TargetGroup.Label("own", "2")])])
    }

    @Test func expandsNothing() throws {
        #expect(try Self.read("- targets: ['${HOME}']").first?.targets == ["${HOME}"])
    }

    @Test func keepsTextAsItIs() throws {
        let groups = try Self.read(#"[{"targets":["http:\/\/a\/?q=\u00e9"],"labels":{"l":"ü\n\"\\"}}]"#, .json)
        #expect(groups == [TargetGroup(targets: ["http://a/?q=é"], labels: [TargetGroup.Label("l", "ü\n\"\\")])])
    }

    @Test(arguments: [
        ("", "t:1:1: this is no list, write a list of groups of targets, \"- targets: […]\""),
        ("targets: [a]", "t:1:1: this is no list, write a list of groups of targets, \"- targets: […]\""),
        ("- a", "t:1:3: a group of targets is a mapping, write targets and labels"),
        ("- labels: {a: b}", "t:1:3: missing key \"targets\", add it"),
        ("- targets: a", "t:1:12: targets are a list, write [\"192.0.2.1:443\", …]"),
        ("- targets: [a, [b]]", "t:1:16: a target is a text, write an address, a name or a URL"),
        ("- targets: [a, '']", "t:1:16: a target is a text, write an address, a name or a URL"),
        ("- targets: [a]\n  label: {}", "t:2:3: unknown key \"label\", known here: targets, labels"),
        ("- targets: [a]\n  labels: [b]", "t:2:11: labels are a mapping, write names and values"),
        ("- targets: [a]\n  labels: {b: [c]}", "t:2:15: the value of a label is a text, write a text"),
        (
            "- targets: [a]\n  labels: {ok: x, 9b: c}",
            "t:2:19: \"9b\" cannot be a label's name, write letters, digits and _, beginning with a letter"
        ),
        (
            "- targets: [a]\n  labels: {_b: c}",
            "t:2:12: \"_b\" cannot be a label's name, write letters, digits and _, beginning with a letter"
        ),
        ("- targets: [a]\n  labels: {target: c}", "t:2:12: the label \"target\" is set by the exporter, give it another name"),
        (
            "- targets: [a]\n  labels: {le: c}",
            "t:2:12: \"le\" cannot be a label's name, write letters, digits and _, beginning with a letter"
        ),
    ])
    func namesTheMistakeAndItsPlace(text: String, message: String) {
        #expect(Self.message(text) == message)
    }

    @Test(arguments: ["", "{}", "- targets: [a]", "<html>", "\u{FEFF}[]"]) func onlyAListIsJSON(text: String) {
        #expect(Self.message(text, .json) == "t:1:1: this is no JSON list, write a list of groups of targets")
    }

    @Test func aFileCutAnywhereIsAMistakeAndNoTrap() {
        let text = Array(#"[{"targets": ["a:1", "b:2"], "labels": {"team": "x"}}]"#.utf8)
        for length in 0..<text.count {
            #expect(throws: ConfigurationError.self) { try TargetGroup.list(Array(text[..<length]), in: .json, from: "t") }
        }
    }

    @Test func labelsThatWouldFillMemoryAreRefused() {
        let long = String(repeating: "x", count: 3000)
        #expect(
            Self.message("- targets: [a]\n  labels: {b: \(long)}") == "t:2:11: the labels have more than 2048 bytes, shorten them"
        )
    }
}
