import Testing

@testable import YAML

@Suite struct YAMLTextTests {
    private static func parse(_ text: String) throws -> YAMLNode {
        try YAMLDocument.parse(Array(text.utf8), file: "a.yml")
    }

    @Test(
        arguments: [
            ("a: 1\nb: [x, 'y']\n", "a: 1\nb:\n- x\n- \"y\"\n"), ("", "{}\n"), ("a: {}\nb: []\nc:\n", "a: {}\nb: []\nc: null\n"),
            ("a: \"yes\"\nb: yes\n", "a: \"yes\"\nb: yes\n"), ("a: |\n  x\n  y\n", "a: |\n  x\n  y\n"),
            ("a: !!binary AAAACATSFi8=\n", "a: !!binary AAAACATSFi8=\n"), ("a: !!str 5\n", "a: \"5\"\n"),
            ("a: &x {b: 1}\nc: *x\n", "a:\n  b: 1\nc:\n  b: 1\n"), ("\"a: b\": \"é\"\n", "'a: b': \"é\"\n"),
        ])
    func writes(source: String, text: String) throws {
        #expect(try YAMLText.text(of: Self.parse(source)) == text)
    }

    @Test(
        arguments: [
            "x: '^+OK'\ny: \"a\\tb\\0c\\u2028\"\nz: \"- x\"\n",
            "? '? x'\n: '#'\nk: '@'\nl: \" \"\nm: \"\\n\"\nn: \"a\\n\\n\\n\"\no: \"\\n a\"\n",
            "long: \(String(repeating: "word ", count: 100))\n", "a: \"\\U0001F600\"\nb: \"\\x7f\"\n",
            "- a\n- [b, [c, {d: e}]]\n",
        ])
    func whatIsWrittenReadsAsTheSame(source: String) throws {
        let node = try Self.parse(source)
        let text = try #require(YAMLText.text(of: node))
        #expect(Self.plain(try Self.parse(text)) == Self.plain(node))
    }

    @Test func showsWhatItIsTold() throws {
        let node = try Self.parse("a: b\nc: !!binary aGk=\nd: [\"e\"]\n")
        let text = YAMLText.text(of: node) { text, position in position.line == 1 ? text : "<secret>" }
        #expect(text == "a: b\nc: \"<secret>\"\nd:\n- \"<secret>\"\n")
    }

    @Test func endsWhereAliasesWouldMakeItHuge() throws {
        let long = String(repeating: "x", count: 100_000)
        let node = try Self.parse("a: &a \(long)\nb: [\(Array(repeating: "*a", count: 1000).joined(separator: ","))]\n")
        #expect(YAMLText.text(of: node) == nil)
    }

    /// Without positions and styles.
    private static func plain(_ node: YAMLNode) -> String {
        switch node.content {
        case .null: "~"
        case .scalar(let text, _): text.debugDescription
        case .sequence(let items): "[\(items.map(plain).joined(separator: ","))]"
        case .mapping(let entries): "{\(entries.map { "\($0.key.debugDescription):\(plain($0.value))" }.joined(separator: ","))}"
        }
    }
}
