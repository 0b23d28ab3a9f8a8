import Testing

@testable import Wire

@Suite struct HTTPRequestTargetTests {
    @Test(
        arguments: [
            ("/", "/", []), ("/metrics", "/metrics", []), ("/a%20b%2Fc+d", "/a b/c+d", []), ("/caf%C3%A9", "/café", []),
            ("*", "*", []),
            ("/?", "/", []), ("/x?collect[]=cpu&collect%5B%5D=netdev", "/x", [("collect[]", "cpu"), ("collect[]", "netdev")]),
            ("/x?a", "/x", [("a", "")]), ("/x?a=&=b&&=", "/x", [("a", ""), ("", "b"), ("", "")]),
            ("/x?a=b=c?d/e", "/x", [("a", "b=c?d/e")]), ("/x?q=a+b%2B&n+m=1", "/x", [("q", "a b+"), ("n m", "1")]),
            ("http://a.example/x?y=z", "/x", [("y", "z")]), ("HTTPS://a.example", "/", []), ("http://a?y=z", "/", [("y", "z")]),
            ("/http://a/", "/http://a/", []), ("/x;y=z?http://b", "/x;y=z", [("http://b", "")]),
        ] as [(String, String, [(String, String)])])
    func splits(text: String, path: String, query: [(String, String)]) throws {
        let target = try HTTPRequestTarget(parsing: text)
        #expect(target.path == path)
        #expect(target.query == query.map { HTTPRequestTarget.QueryItem(name: $0.0, value: $0.1) })
    }

    @Test(arguments: [
        "", "metrics", "a.example:443", "*x", "/%", "/%4", "/%zz", "/%ff", "/?a=%", "/?%C3=1", "ftp://a/", "http:/a", "?a",
    ])
    func rejects(text: String) {
        #expect(throws: HTTPParseError.badTarget) { try HTTPRequestTarget(parsing: text) }
    }

    @Test func boundsTheQuery() throws {
        #expect(try HTTPRequestTarget(parsing: "/?a&b&&&", maxQueryItems: 2).query.count == 2)
        #expect(throws: HTTPParseError.tooManyQueryItems) { try HTTPRequestTarget(parsing: "/?a&b&c", maxQueryItems: 2) }
    }

    @Test func findsItemsByName() throws {
        let target = try HTTPRequestTarget(parsing: "/?a=1&b=2&a=3")
        #expect(target.first("a") == "1")
        #expect(target.all("a") == ["1", "3"])
        #expect(target.first("A") == nil)
        #expect(target.all("c").isEmpty)
    }
}
