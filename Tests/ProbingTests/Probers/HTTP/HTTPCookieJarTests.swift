import Testing
import Wire

@testable import Probing

@Suite struct HTTPCookieJarTests {
    private static func url(_ text: String) throws -> HTTPURL { try HTTPURL(parsing: text) }

    private static func jar(_ cookies: String..., from text: String = "http://a.b.test/dir/page?q") throws -> HTTPCookieJar {
        var fields = HTTPFields()
        for cookie in cookies { fields.append("Set-Cookie", cookie) }
        var jar = HTTPCookieJar()
        jar.take(fields, at: try url(text), time: 784_111_777)
        return jar
    }

    @Test(
        arguments: [
            ("a=1", "http://a.b.test/dir/other", "a=1"), ("a=1", "http://a.b.test/dir", "a=1"),
            ("a=1", "http://a.b.test/directory", nil), ("a=1", "http://a.b.test/", nil),
            ("a=1; Path=/", "http://a.b.test/", "a=1"), ("a=1; Path=relative", "http://a.b.test/dir/", "a=1"),
            ("a=1; Path=/", "http://sub.a.b.test/", nil), ("a=1; Path=/", "http://b.test/", nil),
            ("a=1; Path=/; Domain=b.test", "http://b.test/", "a=1"), ("a=1; Path=/; Domain=.B.test", "http://x.b.test/", "a=1"),
            ("a=1; Path=/; Domain=b.test", "http://evilb.test/", nil),
            ("a=1; Path=/; Domain=other.test", "http://other.test/", nil),
            ("a=1; Path=/; Domain=other.test", "http://a.b.test/", nil), ("a=1; Path=/; Domain=test", "http://a.b.test/", nil),
            ("a=1; Path=/; Secure", "http://a.b.test/", nil), ("a=1; Path=/; Secure", "https://a.b.test/", "a=1"),
            ("a=1; Path=/; Max-Age=0", "http://a.b.test/", nil), ("a=1; Path=/; Max-Age=9", "http://a.b.test/", "a=1"),
            ("a=1; Path=/; Expires=Sun, 06 Nov 1994 08:49:37 GMT", "http://a.b.test/", nil),
            ("a=1; Path=/; Expires=Sun, 06 Nov 1994 08:49:38 GMT", "http://a.b.test/", "a=1"),
            (" a = b=c ;Path=/", "http://a.b.test/", "a=b=c"), ("=1; Path=/", "http://a.b.test/", nil),
            ("no pair; Path=/", "http://a.b.test/", nil), ("", "http://a.b.test/", nil), (";;;=", "http://a.b.test/", nil),
        ] as [(String, String, String?)])
    func keeps(cookie: String, asked: String, sent: String?) throws {
        #expect(try Self.jar(cookie).field(for: Self.url(asked)) == sent)
    }

    @Test func replacesAndRemoves() throws {
        let jar = try Self.jar("a=1; Path=/", "b=2; Path=/", "a=3; Path=/", "b=; Path=/; Max-Age=-1")
        #expect(try jar.field(for: Self.url("http://a.b.test/")) == "a=3")
    }

    @Test func sendsLongerPathsFirst() throws {
        let jar = try Self.jar("a=1; Path=/", "b=2; Path=/dir", "c=3; Path=/")
        #expect(try jar.field(for: Self.url("http://a.b.test/dir/")) == "b=2; a=1; c=3")
    }

    @Test func isBounded() throws {
        var fields = HTTPFields()
        for number in 0..<1000 { fields.append("Set-Cookie", "c\(number)=1; Path=/") }
        fields.append("Set-Cookie", "long=\(String(repeating: "x", count: 5000)); Path=/")
        var jar = HTTPCookieJar()
        jar.take(fields, at: try Self.url("http://b.test/"), time: 0)
        let sent = try #require(jar.field(for: Self.url("http://b.test/")))
        #expect(sent.split(separator: ";").count == 50)
    }
}
