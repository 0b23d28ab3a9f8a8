import Testing
import Wire

@testable import YAML

@Suite struct SecretTests {
    @Test func showsItselfNowhere() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump((secret, [secret]), to: &dumped)
        let shown = "\(secret) \(String(reflecting: secret)) \([secret]) \(Optional(secret) as Any) \(dumped)"
        #expect(!shown.contains("hunter2"))
        #expect(shown.contains("<secret>"))
        #expect(secret.revealed == "hunter2")
    }

    @Test(
        arguments: [
            ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), ("s3cret\n\n", "s3cret\n"),
            (" s3cret ", " s3cret "), ("$${x}", "$${x}"),
        ])
    func readsAFileBesideTheConfiguration(content: String, expected: String) throws {
        let sample = try Sample.read(
            "token_file: tokens/a", file: "/etc/x/a.yml", files: ["/etc/x/tokens/a": Array(content.utf8)])
        #expect(sample.token == Secret(expected))
    }

    @Test func takesTheTextOrAVariable() throws {
        #expect(try Sample.read("token: abc").token == Secret("abc"))
        #expect(try Sample.read("token: ${T}", environment: ["T": "abc"]).token == Secret("abc"))
        #expect(try Sample.read("token_file: /abs", files: ["/abs": [0x61]]).token == Secret("a"))
    }

    @Test(
        arguments: [
            (
                "token: hunter2\ntoken_file: f",
                "a.yml:2:13: token and token_file are both given, keep one of the two"
            ),
            ("token: ''", "a.yml:1:8: token is empty, give the secret, or use token_file"),
            ("token:", "a.yml:1:7: token has no value, write a text, or use token_file"),
            ("token: [hunter2]", "a.yml:1:8: token is a list, write a text, or use token_file"),
            ("token_file: none", "a.yml:1:13: token_file \"none\" cannot be read (no such file), name a readable file"),
            ("token_file: empty", "a.yml:1:13: token_file \"empty\" holds no secret, put up to 64 KiB of UTF-8 text in it"),
            ("token_file: bytes", "a.yml:1:13: token_file \"bytes\" holds no secret, put up to 64 KiB of UTF-8 text in it"),
            ("token_file: large", "a.yml:1:13: token_file \"large\" holds no secret, put up to 64 KiB of UTF-8 text in it"),
            ("token_file: ''", "a.yml:1:13: token_file is \"\", write a path"),
        ])
    func refusesWhatIsNoSecretWithoutShowingIt(text: String, line: String) {
        let files = ["f": [0x61], "empty": [0x0A], "bytes": [0xFF], "large": [UInt8](repeating: 0x61, count: 64 * 1024 + 1)]
        #expect(messages { try Sample.read(text, files: files) } == line)
    }

    @Test func mayBeRequired() throws {
        let reader = ConfigurationReader(environment: { _ in nil }, readFile: { _ in [] })
        #expect(
            messages { try reader.read(parse("{}")) { $0.requiredSecret("token") } }
                == "a.yml:1:1: missing key \"token\", add token or token_file to this mapping")
        #expect(
            messages { try reader.read(parse("tokne: x")) { $0.requiredSecret("token") } } == """
                a.yml:1:1: missing key "token", add token or token_file to this mapping
                a.yml:1:1: unknown key "tokne", did you mean "token"?
                """)
    }
}
