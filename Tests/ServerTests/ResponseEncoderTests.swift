import Compression
import Testing
import Wire

@testable import Server

@Suite struct ResponseEncoderTests {
    private let encoder = ResponseEncoder()

    private func encoded(
        _ response: Response, method: String = "GET", version: HTTPVersion = .http11, _ fields: HTTPFields = [:],
        keepAlive: Bool = true
    ) throws -> (head: HTTPResponseHead, body: [UInt8]) {
        let request = try #require(HTTPRequestHead(method: method, target: "/", version: version, fields: fields))
        let (first, rest) = encoder.encode(response, to: request, keepAlive: keepAlive)
        let bytes = first + rest
        var parser = HTTPResponseParser()
        guard case .complete(let head, let consumed) = try parser.parse(bytes.span) else { throw HTTPParseError.truncated }
        return (head, Array(bytes[consumed...]))
    }

    private func text(sizeBytes: Int) -> Response {
        .text(String(repeating: "a", count: sizeBytes))
    }

    @Test func writesTheServersOwnFields() throws {
        let (head, body) = try encoded(.text("hello\n"))
        #expect(head.status == 200)
        #expect(head.fields.first("content-length") == "6")
        #expect(head.fields.first("content-type") == "text/plain; charset=utf-8")
        #expect(head.fields.first("x-content-type-options") == "nosniff")
        #expect(HTTPDate.unixSeconds(parsing: try #require(head.fields.first("date"))) != nil)
        #expect(head.fields.first("server") == nil)
        #expect(head.fields.first("connection") == nil)
        #expect(body == Array("hello\n".utf8))
    }

    @Test func keepsContentLengthForHead() throws {
        let (head, body) = try encoded(.text("hello\n"), method: "HEAD")
        #expect(head.fields.first("content-length") == "6")
        #expect(body.isEmpty)
    }

    @Test(arguments: [204, 304]) func leavesLengthAndBodyOut(of status: Int) throws {
        let (head, body) = try encoded(Response(status: status, body: [1, 2, 3]))
        #expect(head.fields.first("content-length") == nil)
        #expect(body.isEmpty)
    }

    @Test func namesWhatBecomesOfTheConnection() throws {
        #expect(try encoded(.text("")).head.fields.first("connection") == nil)
        #expect(try encoded(.text(""), version: .http10).head.fields.first("connection") == "keep-alive")
        #expect(try encoded(.text(""), keepAlive: false).head.fields.first("connection") == "close")
        #expect(try encoded(.text(""), version: .http10, keepAlive: false).head.fields.first("connection") == "close")
    }

    @Test(arguments: ["gzip", "deflate, gzip;q=0.5", "*"]) func compressesForWhoAccepts(_ acceptEncoding: String) throws {
        let response = text(sizeBytes: 11_000)
        // Twice, since the second body goes through a used encoder.
        for _ in 0..<2 {
            let (head, body) = try encoded(response, ["Accept-Encoding": acceptEncoding])
            #expect(head.fields.first("content-encoding") == "gzip")
            #expect(head.fields.first("vary") == "Accept-Encoding")
            #expect(head.fields.first("content-length") == String(body.count))
            #expect(body.count < 200)
            #expect(try Gzip.decompress(body, limitBytes: 1 << 20) == response.body)
        }
    }

    @Test(arguments: [nil, "", "identity", "gzip;q=0", "br"]) func sendsPlainToWhoDoesNot(_ acceptEncoding: String?) throws {
        var fields = HTTPFields()
        if let acceptEncoding { fields.append("Accept-Encoding", acceptEncoding) }
        let (head, body) = try encoded(text(sizeBytes: 2_000), fields)
        #expect(head.fields.first("content-encoding") == nil)
        #expect(head.fields.first("vary") == "Accept-Encoding")
        #expect(body.count == 2_000)
    }

    @Test func leavesSmallAndUnwillingBodiesAlone() throws {
        var unwilling = text(sizeBytes: 2_000)
        unwilling.isCompressible = false
        for response in [text(sizeBytes: 1_023), unwilling] {
            let (head, body) = try encoded(response, ["Accept-Encoding": "gzip"])
            #expect(head.fields.first("content-encoding") == nil)
            #expect(head.fields.first("vary") == nil)
            #expect(body == response.body)
        }
        #expect(try encoded(text(sizeBytes: 1_024), ["Accept-Encoding": "gzip"]).head.fields.first("vary") != nil)
    }

    @Test func givesHeadTheLengthOfTheCompressedBody() throws {
        let fields: HTTPFields = ["Accept-Encoding": "gzip"]
        let get = try encoded(text(sizeBytes: 5_000), fields)
        let head = try encoded(text(sizeBytes: 5_000), method: "HEAD", fields)
        #expect(head.head.fields.first("content-length") == get.head.fields.first("content-length"))
        #expect(head.head.fields.first("content-encoding") == "gzip")
        #expect(head.body.isEmpty)
    }
}
