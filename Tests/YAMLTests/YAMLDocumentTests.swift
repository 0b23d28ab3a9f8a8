import Testing

@testable import YAML

/// The tree as a compact text: `{a: [1, 'quoted', null]}`.
func outline(_ node: YAMLNode) -> String {
    switch node.content {
    case .null: "null"
    case .scalar(let text, .plain): text
    case .scalar(let text, .quoted): "'\(text)'"
    case .scalar(let text, .binary): "binary \(text)"
    case .sequence(let items): "[" + items.map(outline).joined(separator: ", ") + "]"
    case .mapping(let entries): "{" + entries.map { "\($0.key): \(outline($0.value))" }.joined(separator: ", ") + "}"
    }
}

func parse(_ text: String, file: String = "a.yml") throws -> YAMLNode {
    try YAMLDocument.parse(Array(text.utf8), file: file)
}

@Suite struct YAMLDocumentTests {
    @Test(
        arguments: [
            ("", "{}"), ("# only a comment\n", "{}"), ("---\n", "{}"), ("---\n...\n", "{}"), ("null", "{}"), ("~\n", "{}"),
            ("word", "word"), ("- a\n- b\n", "[a, b]"), ("{}", "{}"), ("[]", "[]"),
            ("a: 1\nb:\n  - x\n  - y: [z, {w: v}]\n", "{a: 1, b: [x, {y: [z, {w: v}]}]}"),
            ("a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: \"null\"\n", "{a: null, b: null, c: null, d: '', e: '~', f: 'null'}"),
            ("a: no\nb: 0x10\nc: 1e3\nd: 2001-01-01\n", "{a: no, b: 0x10, c: 1e3, d: 2001-01-01}"),
            ("a: |\n  one\n  two\nb: >-\n  one\n  two\n", "{a: 'one\ntwo\n', b: 'one two'}"),
            ("a: \"tab\\tü\\u00fc\"\n", "{a: 'tab\tüü'}"),
            ("? a\n: b\n", "{a: b}"), ("~: a\n'~': b\n", "a.yml:1:1: a key is missing, write \"key: value\""),
            ("'~': b\n1: c\n", "{~: b, 1: c}"),
            ("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n", "{a: [1], b: [1], c: 2, d: 2}"),
            ("&k a: 1\nb: *k\n", "{a: 1, b: a}"),
            ("\u{feff}a: 1\n", "{a: 1}"), ("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"), ("%YAML 1.1\n---\na: 1\n", "{a: 1}"),
        ])
    func readsWhatYAMLMeans(text: String, expected: String) {
        #expect((try? outline(parse(text))) ?? messages { try parse(text) } == expected)
    }

    @Test(
        arguments: [
            ("a: {x: 1}\nb:\n  <<: {x: 2, y: 3}\n  y: 4\n", "{a: {x: 1}, b: {y: 4, x: 2}}"),
            ("a: &a {x: 1}\nb: {<<: *a, y: 2}\n", "{a: {x: 1}, b: {y: 2, x: 1}}"),
            ("a: {<<: [{x: 1}, {x: 2, y: 3}], z: 4}\n", "{a: {z: 4, x: 1, y: 3}}"),
            ("a: {<<: {<<: {x: 1}, y: 2}}\n", "{a: {y: 2, x: 1}}"),
            ("a: {'<<': {x: 1}}\n", "{a: {<<: {x: 1}}}"),
        ])
    func mergesKeysIntoTheirMapping(text: String, expected: String) throws {
        #expect(try outline(parse(text)) == expected)
    }

    @Test func keepsPositionsInCodePointsFromOne() throws {
        let root = try parse("\u{feff}é: 1\nlist:\n  - 'ü': x\n    b: {c: d}\n")
        guard case .mapping(let entries) = root.content, case .sequence(let items) = entries[1].value.content,
            case .mapping(let inner) = items[0].content, case .mapping(let flow) = inner[1].value.content
        else {
            Issue.record("not the shape written")
            return
        }
        #expect(root.position.description == "a.yml:1:1")
        #expect(entries[0].value.position.description == "a.yml:1:4")
        #expect(entries[1].keyPosition.description == "a.yml:2:1")
        #expect(items[0].position.description == "a.yml:3:5")
        #expect(inner[0].value.position.description == "a.yml:3:10")
        #expect(inner[1].keyPosition.description == "a.yml:4:5")
        #expect(flow[0].value.position.description == "a.yml:4:12")
    }

    @Test(
        arguments: [
            ("a: 1\nb: 2\na: 3\n", "a.yml:3:1: duplicate key \"a\", keep this one or the one at a.yml:1:1"),
            ("x: {a: 1, 'a': 2}\n", "a.yml:1:11: duplicate key \"a\", keep this one or the one at a.yml:1:5"),
            ("<<: {}\n<<: {}\n", "a.yml:2:1: duplicate key \"<<\", keep this one or the one at a.yml:1:1"),
            ("a: 1\n---\nb: 2\n", "a.yml:2:1: a second document starts here, keep one in a file"),
            ("a: !!binary a?\n", "a.yml:1:4: this is not base64, encode the bytes, as !!binary aGVsbG8="),
            ("a: !vault x\n", "a.yml:1:4: the tag !vault is not supported, remove it"),
            ("a: !!map {}\n", "a.yml:1:4: the tag !!map is not supported, remove it"),
            ("a: !!seq []\n", "a.yml:1:4: the tag !!seq is not supported, remove it"),
            ("a: *x\n", "a.yml:1:4: the alias *x names nothing, put &x before a value above it"),
            ("a: &x [*x]\n", "a.yml:1:8: the alias *x names nothing, put &x before a value above it"),
            ("a: 1\n<<: 2\n", "a.yml:2:1: << takes no such value, give it a mapping, or a list of mappings"),
            ("<<: [{}, 1]\n", "a.yml:1:1: << takes no such value, give it a mapping, or a list of mappings"),
            ("a: {{ b }}\n", "a.yml:1:5: a key is a list or a mapping, quote it if it is text"),
        ])
    func refusesWhatConfigurationMustNotHold(text: String, line: String) {
        #expect(messages { try parse(text) } == line)
    }

    @Test(
        arguments: [
            (
                "a:\n\tb: 1\n",
                "a.yml:2:1: found character that cannot start any token while scanning for the next token, "
                    + "indent with spaces, and quote a value that starts with @, ` or %"
            ),
            (
                "a: b: c\n",
                "a.yml:1:5: mapping values are not allowed in this context, "
                    + "check the indentation, or quote a value that holds \": \""
            ),
            (
                "a: 1\n b: 2\n",
                "a.yml:2:3: mapping values are not allowed in this context, "
                    + "check the indentation, or quote a value that holds \": \""
            ),
            (
                "a: [1, 2\nb: 3\n",
                "a.yml:2:2: did not find expected ',' or ']' while parsing a flow sequence that starts at line 1, "
                    + "close the list with ]"
            ),
            (
                "a: 'open\nb: 2\n",
                "a.yml:3:1: found unexpected end of stream while scanning a quoted scalar that starts at line 1, "
                    + "close the quote"
            ),
            (
                "a: \"C:\\dir\"\n",
                "a.yml:1:7: found unknown escape character while parsing a quoted scalar, "
                    + "use single quotes, or write the backslash twice"
            ),
            (
                "a: @x\n",
                "a.yml:1:4: found character that cannot start any token while scanning for the next token, "
                    + "indent with spaces, and quote a value that starts with @, ` or %"
            ),
            (
                "a:\n  b: 1\n c: 2\n",
                "a.yml:3:2: did not find expected key while parsing a block mapping that starts at line 1, "
                    + "check the indentation, brackets and quotes from there to here"
            ),
            (
                "a: 1\nb\n",
                "a.yml:3:1: could not find expected ':' while scanning a simple key that starts at line 2, "
                    + "write \"key: value\""
            ),
        ])
    func tellsWhereTheSyntaxBreaksAndWhatToDo(text: String, line: String) {
        #expect(messages { try parse(text) } == line)
    }

    @Test(
        arguments: [
            ([0x61, 0x3A, 0x20, 0xFF], "a.yml:1:4: invalid leading UTF-8 octet, save the file as UTF-8"),
            (
                Array("é: 1\nb: ü".utf8) + [0xC3, 0x28],
                "a.yml:2:6: invalid trailing UTF-8 octet, save the file as UTF-8"
            ),
            ([0x61, 0x3A, 0x20, 0xE2, 0x82], "a.yml:1:4: incomplete UTF-8 octet sequence, save the file as UTF-8"),
            ([0xFF, 0xFE, 0x61, 0x00], "a.yml:1:1: invalid leading UTF-8 octet, save the file as UTF-8"),
            (
                Array("a: \u{7}".utf8),
                "a.yml:1:4: control characters are not allowed, "
                    + "remove the character, or write it as an escape in double quotes"
            ),
        ] as [([UInt8], String)])
    func refusesBytesThatAreNoText(bytes: [UInt8], line: String) {
        #expect(messages { try YAMLDocument.parse(bytes, file: "a.yml") } == line)
    }
}
