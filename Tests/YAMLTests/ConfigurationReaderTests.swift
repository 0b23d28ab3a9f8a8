import Testing

@testable import YAML

@Suite struct ConfigurationReaderTests {
    @Test func takesDefaultsFromAnEmptyFile() throws {
        let expected = Sample(
            level: .info, isVerbose: false, retries: 3, ratio: 0.5, caFile: nil, token: nil, targets: [])
        #expect(try Sample.read("") == expected)
        #expect(try Sample.read("targets:\n") == expected)
    }

    @Test(
        arguments: [
            ("levl: info", "a.yml:1:1: unknown key \"levl\", did you mean \"level\"?"),
            ("Ca-File: x", "a.yml:1:1: unknown key \"Ca-File\", did you mean \"ca_file\"?"),
            (
                "colour: red",
                "a.yml:1:1: unknown key \"colour\", "
                    + "known here: level, verbose, retries, ratio, ca_file, token, token_file, targets"
            ),
            ("[]", "a.yml:1:1: the document is a list, write \"key: value\" lines below it"),
            ("level: inof", "a.yml:1:8: level is \"inof\", did you mean \"info\"? write one of debug, info, warning, error"),
            ("level: loud", "a.yml:1:8: level is \"loud\", write one of debug, info, warning, error"),
            ("level:", "a.yml:1:7: level has no value, write one of debug, info, warning, error"),
            ("verbose: yes", "a.yml:1:10: verbose is \"yes\", write true or false"),
            ("verbose: True", "a.yml:1:10: verbose is \"True\", write true or false"),
            ("verbose: 'true'", "a.yml:1:10: verbose is \"true\", write it without quotes"),
            ("verbose: {}", "a.yml:1:10: verbose is a mapping, write true or false"),
            ("retries: 11", "a.yml:1:10: retries is \"11\", write a whole number from 0 to 10"),
            ("retries: 1e1", "a.yml:1:10: retries is \"1e1\", write a whole number from 0 to 10"),
            ("ratio: 1.5", "a.yml:1:8: ratio is \"1.5\", write a number from 0.0 to 1.0"),
            ("ca_file: ''", "a.yml:1:10: ca_file is \"\", write a path"),
            ("targets: web", "a.yml:1:10: targets is text, write a list, one \"- item\" line each"),
            ("targets: [web]", "a.yml:1:11: item 1 of targets is text, write \"key: value\" lines below it"),
            ("targets: [{host: h}]", "a.yml:1:11: missing key \"name\", add it to this mapping"),
            ("targets: [{name: '', host: h}]", "a.yml:1:18: name is \"\", write a name"),
            ("targets: [{name: a, host: a b}]", "a.yml:1:27: host is \"a b\", write a host name"),
            (
                "targets: [{name: a, host: h, interval: 5}]",
                "a.yml:1:40: interval is \"5\", write a duration such as 30s, 1m30s or 500ms"
            ),
            (
                "targets: [{name: a, host: h, interval: 500ms}]",
                "a.yml:1:40: interval is \"500ms\", write a duration from 1s to 1d"
            ),
            (
                "targets: [{name: a, host: h, port: 65536}]",
                "a.yml:1:36: port is \"65536\", write a whole number from 1 to 65535"
            ),
            (
                "targets: [{name: a, host: h, labels: {x: [1]}}]",
                "a.yml:1:42: \"x\" is a list, write a text"
            ),
            (
                "targets:\n- {name: a, host: h}\n- {name: b, host: h}\n- {name: a, host: h}",
                "a.yml:4:10: duplicate target \"a\", rename this one or the one at a.yml:2:10"
            ),
        ])
    func saysWhatIsWrongAndWhatWouldBeRight(text: String, line: String) {
        #expect(messages { try Sample.read(text) } == line)
    }

    @Test func reportsEveryMistakeInTheOrderOfTheText() {
        let text = """
            verbos: true
            retries: many
            targets:
              - name: a
                hots: web.example
                interval: 5 s
              - host: h
                name: b
                colour: red
              - text
            level: 7
            """
        #expect(
            messages { try Sample.read(text) } == """
                a.yml:1:1: unknown key "verbos", did you mean "verbose"?
                a.yml:2:10: retries is "many", write a whole number from 0 to 10
                a.yml:4:5: missing key "host", add it to this mapping
                a.yml:5:5: unknown key "hots", did you mean "host"?
                a.yml:6:15: interval is "5 s", write a duration such as 30s, 1m30s or 500ms
                a.yml:9:5: unknown key "colour", known here: interval, labels, port, name, host
                a.yml:10:5: item 3 of targets is text, write "key: value" lines below it
                a.yml:11:8: level is "7", write one of debug, info, warning, error
                """)
    }

    @Test func staysSilentAboutKeysItNeverCameTo() {
        // The name stops the reading of this target before it asks for its host.
        #expect(
            messages { try Sample.read("targets: [{host: h, port: 1}]") }
                == "a.yml:1:11: missing key \"name\", add it to this mapping")
    }

    @Test func reportsAnAliasedMistakeOnce() {
        let text = "targets:\n- {name: a, host: h, labels: &l {x: []}}\n- {name: b, host: h, labels: *l}\n"
        #expect(messages { try Sample.read(text) } == "a.yml:2:37: \"x\" is a list, write a text")
    }

    @Test func neverFailsInSilence() throws {
        let document = try parse("a: 1\n")
        let reader = ConfigurationReader(environment: { _ in nil }, readFile: { _ in [] })
        let line = messages {
            try reader.read(document) { top in
                _ = top.optional("a")
                return Int?.none
            }
        }
        #expect(line == "a.yml:1:1: the document is not valid, correct it")
        #expect(
            messages {
                try reader.read(document) { top in top.optional("a").map { $0.position.line } }
            } == "none")
    }

    @Test func printsOneLineWhateverTheTextHolds() {
        let text = "\"a\\nb\\e[31m\\u202e\": 1\nlevel: \"x\\ny\"\n"
        #expect(
            messages { try Sample.read(text) } == """
                a.yml:1:1: unknown key "a\\nb\\u{1B}[31m\\u{202E}", known here: level, verbose, retries, ratio, ca_file, \
                token, token_file, targets
                a.yml:2:8: level is "x\\ny", write one of debug, info, warning, error
                """)
    }

    @Test func shortensLongTexts() {
        let long = String(repeating: "é", count: 1000)
        #expect(
            messages { try Sample.read("level: \(long)") }
                == "a.yml:1:8: level is \"\(long.prefix(60))…\", write one of debug, info, warning, error")
    }
}
