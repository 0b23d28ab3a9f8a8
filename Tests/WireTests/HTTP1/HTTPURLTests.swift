import Testing

@testable import Wire

@Suite struct HTTPURLTests {
    @Test(arguments: [
        ("http://a.example", HTTPURL.Scheme.http, "a.example", 80, "/"),
        ("HTTPS://WWW.WhatsApp.COM:443/x?y=z#frag", .https, "www.whatsapp.com", 443, "/x?y=z"),
        ("https://a:8443?q", .https, "a", 8443, "/?q"), ("http://a:/", .http, "a", 80, "/"),
        ("http://127.0.0.1:10042/metrics", .http, "127.0.0.1", 10042, "/metrics"),
        ("http://[2001:DB8:0::1]/", .http, "2001:db8::1", 80, "/"), ("http://[::1]:65535#x", .http, "::1", 65535, "/"),
        ("http://a/b c\"<>\\^`{|}é[]", .http, "a", 80, "/b%20c%22%3C%3E%5C%5E%60%7B%7C%7D%C3%A9%5B%5D"),
        ("http://a/%41%zz%", .http, "a", 80, "/%41%zz%"), ("http://a/x\r\ny", .http, "a", 80, "/x%0D%0Ay"),
        ("http://a/b/../c/./d/?../e", .http, "a", 80, "/c/d/?../e"), ("http://a/../..", .http, "a", 80, "/"),
        ("http://a//b//", .http, "a", 80, "//b//"), ("http://a/?b?c/d", .http, "a", 80, "/?b?c/d"),
        ("http://under_score.example./", .http, "under_score.example.", 80, "/"),
    ])
    func parses(text: String, scheme: HTTPURL.Scheme, host: String, port: UInt16, target: String) throws {
        let url = try HTTPURL(parsing: text)
        #expect(url.scheme == scheme)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.target == target)
        #expect(try HTTPURL(parsing: url.description) == url)
        #expect(HTTPRequestHead(method: "GET", url: url) != nil)
    }

    @Test(arguments: [
        ("", HTTPURL.ParseError.unsupportedScheme), ("a.example", .unsupportedScheme), ("ftp://a/", .unsupportedScheme),
        (" http://a/", .unsupportedScheme), ("httpſ://a/", .unsupportedScheme), ("http:a", .missingHost),
        ("http:/a", .missingHost),
        ("http://", .badHostOrPort), ("http:///x", .badHostOrPort), ("http://:80/", .badHostOrPort),
        ("http://u@a/", .userInformation), ("http://u:p@a/", .userInformation), ("http://a b/", .badHostOrPort),
        ("http://a:0/", .badHostOrPort), ("http://a:65536/", .badHostOrPort), ("http://a:+1/", .badHostOrPort),
        ("http://a:1:2/", .badHostOrPort), ("http://[::1/", .badHostOrPort), ("http://[::1]x/", .badHostOrPort),
        ("http://[1.2.3.4]/", .badHostOrPort), ("http://[fe80::1%25eth0]/", .badHostOrPort), ("http://::1/", .badHostOrPort),
        ("http://é.example/", .badHostOrPort), ("http://a%41/", .badHostOrPort), ("http://a\\b/", .badHostOrPort),
        ("http://a\r\n/", .badHostOrPort), ("http://a\u{301}/", .badHostOrPort),
        ("http://" + String(repeating: "a", count: 255), .badHostOrPort),
    ])
    func rejects(text: String, expected: HTTPURL.ParseError) {
        #expect(throws: expected) { try HTTPURL(parsing: text) }
    }

    @Test(arguments: [
        ("http://a/", "a"), ("http://a:443/", "a:443"), ("https://a:443/", "a"), ("https://[::1]/", "[::1]"),
        ("https://[::1]:80/", "[::1]:80"),
    ])
    func namesTheHost(text: String, expected: String) throws {
        #expect(try HTTPURL(parsing: text).hostField == expected)
    }

    @Test(arguments: [
        ("http://a.test/", "a.test:80"), ("https://a.test", "a.test:443"), ("https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"),
    ])
    func alwaysNamesThePortInTheAuthority(text: String, expected: String) throws {
        #expect(try HTTPURL(parsing: text).authority == expected)
    }
}
