import Testing

@testable import Wire

@Suite struct HTTPResponseHeadTests {
    private func text(_ head: HTTPResponseHead) -> String {
        var bytes: [UInt8] = []
        head.serialize(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func serializes() throws {
        let head = HTTPResponseHead(status: 503, fields: ["Retry-After": "5", "Content-Length": "0"])
        #expect(text(head) == "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n")
        #expect(try HTTPFeeding.response(text(head)) == head)
    }

    @Test func keepsTheSpaceBeforeAnEmptyReason() throws {
        let head = HTTPResponseHead(status: 299)
        #expect(text(head) == "HTTP/1.1 299 \r\n\r\n")
        #expect(try HTTPFeeding.response(text(head)) == head)
    }

    @Test func staysOneHeadWhateverItIsGiven() throws {
        let head = HTTPResponseHead(
            status: -5, reason: "a\r\nX: y\r\n\r\n", fields: ["A\r\nB": "c", "C": "d\r\n\r\n<html>\0", "": "e", "F": "g\u{85}"])
        #expect(text(head) == "HTTP/1.1 100 a  X: y\r\nC: d    <html>\r\nF: g\u{85}\r\n\r\n")
        #expect(try HTTPFeeding.response(text(head)) == head)
        #expect(HTTPResponseHead(status: .max).status == 999)
    }

    @Test(arguments: [
        ("HTTP/1.1", "Content-Length: 1\r\n", true), ("HTTP/1.1", "Connection: close\r\n", false), ("HTTP/1.0", "", false),
        ("HTTP/1.0", "Connection: keep-alive\r\n", true), ("HTTP/1.1", "Transfer-Encoding: chunked\r\n", true),
        ("HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", false),
        ("HTTP/1.0", "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n", false),
    ])
    func keepsAlive(version: String, lines: String, expected: Bool) throws {
        #expect(try HTTPFeeding.response("\(version) 200 OK\r\n\(lines)\r\n")?.keepAlive == expected)
    }
}
