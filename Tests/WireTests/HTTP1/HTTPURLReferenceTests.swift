import Testing

@testable import Wire

@Suite struct HTTPURLReferenceTests {
    /// RFC 3986 section 5.4, with a base that has no parameters in its path, and then some.
    @Test(arguments: [
        ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"), ("//g", "http://g/"),
        ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q"), ("g#s", "http://a/b/c/g"),
        ("g?y#s", "http://a/b/c/g?y"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"), ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
        ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."), ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("g#s/../x", "http://a/b/c/g"),
        ("https://b.example/x", "https://b.example/x"), ("HTTP://B:81", "http://b:81/"), ("//b:81/x?y", "http://b:81/x?y"),
        ("/a:b", "http://a/a:b"), ("./a:b", "http://a/b/c/a:b"), ("?a:b", "http://a/b/c/d;p?a:b"), ("1:b", "http://a/b/c/1:b"),
        ("\r\nX: y", "http://a/b/c/%0D%0AX:%20y"), ("é", "http://a/b/c/%C3%A9"),
    ])
    func resolves(reference: String, expected: String) throws {
        // A reference that begins with digits is read as a path: no scheme does.
        #expect(try HTTPURL(parsing: "http://a/b/c/d;p?q").resolving(reference).description == expected)
    }

    @Test func keepsSchemeAndPort() throws {
        let base = try HTTPURL(parsing: "https://a:8443/x")
        #expect(try base.resolving("/y").description == "https://a:8443/y")
        #expect(try base.resolving("//b/y").description == "https://b/y")
    }

    @Test(arguments: [
        ("javascript:alert(1)", HTTPURL.ParseError.unsupportedScheme), ("localhost:80/x", .unsupportedScheme),
        ("http:g", .missingHost),
        ("//", .badHostOrPort), ("//u@b/", .userInformation), ("https://", .badHostOrPort),
    ])
    func rejects(reference: String, expected: HTTPURL.ParseError) throws {
        let base = try HTTPURL(parsing: "http://a/")
        #expect(throws: expected) { try base.resolving(reference) }
    }
}
