import Testing

@testable import YAML

@Suite struct YAMLMergeTests {
    private func merge(_ texts: [String]) throws -> YAMLNode {
        let documents = try texts.enumerated().map { try parse($1, file: ["main.yml", "config.d/x.yml", "config.d/y.yml"][$0]) }
        return try YAMLDocument.merge(documents)
    }

    @Test(
        arguments: [
            ([], "{}"), (["a: 1"], "{a: 1}"), (["a: 1", ""], "{a: 1}"), (["", "a: 1"], "{a: 1}"),
            (["a: 1\nb: 2", "c: 3"], "{a: 1, b: 2, c: 3}"),
            (["a: {x: {p: 1}}", "a: {x: {q: 2}, y: 3}", "a: {x: {r: 4}}"], "{a: {x: {p: 1, q: 2, r: 4}, y: 3}}"),
            (["l: [1, 2]", "l: [2, 3]", "l: []"], "{l: [1, 2, 2, 3]}"),
            (["a:\nl:", "a: {x: 1}\nl: [1]", "a:\nl: ~"], "{a: {x: 1}, l: [1]}"),
        ] as [([String], String)])
    func joinsDocuments(texts: [String], expected: String) throws {
        #expect(try outline(merge(texts)) == expected)
    }

    @Test(
        arguments: [
            (["a: 1", "a: 1"], "config.d/x.yml:1:1: \"a\" is set already at main.yml:1:1, keep one of the two"),
            (
                ["b: 0\na: {x: 1}", "", "a:\n  x: 2"],
                "config.d/y.yml:2:3: \"x\" is set already at main.yml:2:5, keep one of the two"
            ),
            (["a: 1", "a: [1]"], "config.d/x.yml:1:1: \"a\" is a list here and is text at main.yml:1:1, make both of one kind"),
            (
                ["a: {}", "[]"],
                "config.d/x.yml:1:1: the document is a list here and is a mapping at main.yml:1:1, make both of one kind"
            ),
        ])
    func refusesConflictsWithBothPositions(texts: [String], line: String) {
        #expect(messages { try merge(texts) } == line)
    }

    @Test func keepsEveryNodesOwnFile() throws {
        let merged = try merge(["targets:\n  - name: a\n    host: h\n", "targets:\n  - name: a\n    host: h\n    prot: 1\n"])
        #expect(
            messages { try Sample.read(merged) }
                == """
                config.d/x.yml:2:11: duplicate target "a", rename this one or the one at main.yml:2:11
                """)
    }
}
