import Testing

@testable import YAML

/// What a reader makes of `a: <text>` in `/etc/x/a.yml`.
private func read<Value>(
    _ text: String, _ environment: [String: String] = [:], _ take: (ValueReader) -> Value?
) throws -> Value {
    let reader = ConfigurationReader(environment: { environment[$0] }, readFile: { _ in [] })
    return try reader.read(parse("a: " + text, file: "/etc/x/a.yml")) { $0.required("a").flatMap(take) }
}

@Suite struct ValueReaderTests {
    @Test(
        arguments: [
            ("text", "text"), ("no", "no"), ("0x10", "0x10"), ("1e3", "1e3"), ("'~'", "~"), ("\"\"", ""), ("3.10", "3.10"),
            ("|\n  one\n  two\n", "one\ntwo\n"), ("true", "true"), ("null", nil), ("~", nil), ("", nil), ("[]", nil),
        ])
    func takesAnyScalarButNullForAString(text: String, expected: String?) {
        #expect((try? read(text) { $0.string() }) == expected)
    }

    @Test(
        arguments: [
            ("true", true), ("false", false), ("yes", nil), ("no", nil), ("on", nil), ("off", nil), ("True", nil),
            ("TRUE", nil), ("1", nil), ("'true'", nil), ("~", nil), ("t", nil),
        ])
    func takesTwoWordsForABool(text: String, expected: Bool?) {
        #expect((try? read(text) { $0.bool() }) == expected)
    }

    @Test(
        arguments: [
            ("0", 0), ("7", 7), ("-5", -5), ("100", 100), ("101", nil), ("-101", nil), ("+5", nil), ("0x10", nil),
            ("0o7", nil), ("010", nil), ("-01", nil), ("1_0", nil), ("1e1", nil), ("1.0", nil), ("'7'", nil), ("٣", nil),
            ("99999999999999999999", nil), ("-", nil), ("1:30", nil), ("", nil), ("no", nil),
        ])
    func takesPlainDecimalsForAnInteger(text: String, expected: Int?) {
        #expect((try? read(text) { $0.integer(in: -100...100) }) == expected)
    }

    @Test(
        arguments: [
            ("0", 0), ("0.5", 0.5), ("-1", -1), ("1e1", 10), ("2.5E-1", 0.25), ("10.5", nil), ("1e999", nil), (".5", nil),
            ("nan", nil), (".inf", nil), ("inf", nil), ("0x1p3", nil), ("01", nil), ("'1'", nil), ("1e", nil), ("1..2", nil),
            ("-", nil),
        ])
    func takesPlainDecimalsForADouble(text: String, expected: Double?) {
        #expect((try? read(text) { $0.double(in: -10...10) }) == expected)
    }

    @Test(arguments: [("1", 1), ("65535", 65535), ("0", nil), ("65536", nil), ("-1", nil), ("http", nil)])
    func takesPorts(text: String, expected: UInt16?) {
        #expect((try? read(text) { $0.port() }) == expected)
    }

    @Test(
        arguments: [
            ("ca.pem", "/etc/x/ca.pem"), ("../ca.pem", "/etc/x/../ca.pem"), ("/ca.pem", "/ca.pem"),
            ("'${DIR}/ca.pem'", "/opt/ca.pem"), ("''", nil), ("\"a\\0b\"", nil), ("~", nil),
        ])
    func takesPathsFromTheFilesFolder(text: String, expected: String?) {
        #expect((try? read(text, ["DIR": "/opt"]) { $0.path() }) == expected)
    }

    @Test(arguments: [("5s", Duration.seconds(5)), ("'5s'", .seconds(5)), ("0", .zero), ("5", nil), ("~", nil)])
    func takesDurations(text: String, expected: Duration?) {
        #expect((try? read(text) { $0.duration() }) == expected)
    }

    @Test func keepsTheOrderOfNamedEntries() throws {
        let names = try read("{z: 1, b: 2, $x: 3}") { $0.entries { key, value in key.string().map { "\($0)=\(value.label)" } } }
        #expect(names == ["z=\"z\"", "b=\"b\"", "$x=\"$x\""])
    }

    @Test func pointsAtABadName() {
        let line = messages {
            try read("{good: 1, bad name: 2}") {
                $0.entries { key, _ in key.string("write a name without spaces") { $0.contains(" ") ? nil : $0 } }
            }
        }
        #expect(line == "/etc/x/a.yml:1:14: the name is \"bad name\", write a name without spaces")
    }

    @Test func namesOnlyTheBoundsThereAre() {
        #expect(
            messages { try read("0") { $0.duration(in: .seconds(1)...DurationText.longest) } }
                == "/etc/x/a.yml:1:4: a is \"0\", write a duration of at least 1s")
        #expect(
            messages { try read("0") { $0.integer(in: 1...Int.max) } }
                == "/etc/x/a.yml:1:4: a is \"0\", write a whole number of at least 1")
    }

    @Test func shortensLongNames() {
        let long = String(repeating: "n", count: 10_000)
        #expect(messages { try read("{\(long): []}") { $0.stringMap() } }.utf8.count < 200)
        #expect(messages { try read("${\(long)}") { $0.string() } }.utf8.count < 300)
        #expect(messages { try read("*\(long)") { $0.string() } }.utf8.count < 300)
        #expect(messages { try read("!\(long) x") { $0.string() } }.utf8.count < 200)
    }

    @Test func readsNumbersFromVariables() throws {
        #expect(try read("${N}", ["N": "12"]) { $0.integer(in: 0...20) } == 12)
        #expect(try read("${N}s", ["N": "12"]) { $0.duration() } == .seconds(12))
    }

    @Test func neverShowsAVariablesValue() {
        #expect(
            messages { try read("${N}", ["N": "hunter2"]) { $0.integer(in: 0...20) } }
                == "/etc/x/a.yml:1:4: a is \"${N}\", write a whole number from 0 to 20")
    }

    @Test func boundsWhatVariablesAdd() {
        let list = "[" + Array(repeating: "'${V}'", count: 100).joined(separator: ", ") + "]"
        let value = String(repeating: "x", count: 100_000)
        #expect(
            messages { try read(list, ["V": value]) { $0.list { $0.string() } } }
                .contains("variables add too much text, use fewer or shorter ones"))
    }
}
