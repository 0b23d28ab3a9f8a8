import PostgreSQL
import Testing

@Suite struct PasswordFileTests {
    @Test(
        arguments: [
            ("db.test:5432:app:probe:s3cret", "s3cret"), ("*:*:*:*:any", "any"), ("*:*:*:probe:a:b", "a:b"),
            (#"db.test:5432:app:probe:a\:b\\c"#, #"a:b\c"#), ("# note\n\nother:*:*:*:no\n*:*:*:*:yes", "yes"),
            ("*:*:*:*:first\n*:*:*:*:second", "first"), ("*:*:*:*:crlf\r\n", "crlf"), ("*:5433:*:*:no", nil),
            ("*:*:*:*:", nil), ("db.test:5432:app:probe", nil), ("", nil), ("\\", nil), (":::::", nil),
        ] as [(String, String?)])
    func findsTheFirstLineThatFits(text: String, password: String?) {
        let found = PasswordFile.password(in: text, host: "db.test", port: 5432, database: "app", user: "probe")
        #expect(found == password)
    }
}
