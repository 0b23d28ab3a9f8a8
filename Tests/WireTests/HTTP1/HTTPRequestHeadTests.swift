import Testing

@testable import Wire

@Suite struct HTTPRequestHeadTests {
    @Test func serializes() throws {
        let head = try #require(HTTPRequestHead(method: "GET", target: "/a?b=c", fields: ["Host": "a.example", "Accept": "*/*"]))
        var bytes: [UInt8] = [1]
        head.serialize(into: &bytes)
        #expect(bytes == [1] + Array("GET /a?b=c HTTP/1.1\r\nHost: a.example\r\nAccept: */*\r\n\r\n".utf8))
        #expect(try HTTPFeeding.request(Array(bytes.dropFirst()))?.head == head)
    }

    @Test(arguments: [
        ("", "/"), ("GET ", "/"), ("GET\r\nX: y", "/"), ("GET", ""), ("GET", "/ HTTP/1.1\r\nX: y"), ("GET", "/é"), ("GET", "/#a"),
    ])
    func refusesWhatIsNotARequestLine(method: String, target: String) {
        #expect(HTTPRequestHead(method: method, target: target) == nil)
    }

    @Test func namesTheHostOfItsURLFirst() throws {
        let url = try HTTPURL(parsing: "https://[::1]:8443/x y")
        let head = try #require(HTTPRequestHead(method: "HEAD", url: url, fields: ["Accept": "*/*"]))
        #expect(head.target == "/x%20y")
        #expect(head.fields == ["Host": "[::1]:8443", "Accept": "*/*"])
        #expect(HTTPRequestHead(method: "HEAD", url: url, fields: ["host": "other"])?.fields == ["host": "other"])
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false), ("HTTP/1.1", "Connection: TE, Close\r\n", false),
        ("HTTP/1.1", "Connection: TE\r\nConnection: close\r\n", false), ("HTTP/1.1", "Connection: closed\r\n", true),
        ("HTTP/1.0", "", false), ("HTTP/1.0", "Connection: Keep-Alive\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
    ])
    func keepsAlive(version: String, line: String, expected: Bool) throws {
        #expect(try HTTPFeeding.request("GET / \(version)\r\nHost: a\r\n\(line)\r\n")?.keepAlive == expected)
    }

    @Test(arguments: [("HTTP/1.1", "100-Continue", true), ("HTTP/1.0", "100-continue", false), ("HTTP/1.1", "other", false)])
    func expectsContinue(version: String, value: String, expected: Bool) throws {
        #expect(try HTTPFeeding.request("PUT / \(version)\r\nHost: a\r\nExpect: \(value)\r\n\r\n")?.expectsContinue == expected)
    }
}
