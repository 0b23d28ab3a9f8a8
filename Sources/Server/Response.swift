package import Wire

/// What a handler answers.
package struct Response: Hashable, Sendable {
    package var status: Int
    /// Without Content-Length, Content-Encoding, Vary, Date and Connection, which the server writes.
    package var fields: HTTPFields
    package var body: [UInt8]
    /// Whether a client that takes gzip gets the body so, if it is large enough to be worth it.
    package var isCompressible: Bool

    package init(status: Int = 200, fields: HTTPFields = [:], body: [UInt8] = [], isCompressible: Bool = false) {
        self.status = status
        self.fields = fields
        self.body = body
        self.isCompressible = isCompressible
    }

    /// A compressible body of the given media type.
    package init(status: Int = 200, contentType: String, body: [UInt8]) {
        self.init(status: status, fields: ["Content-Type": contentType], body: body, isCompressible: true)
    }

    /// Plain text.
    package static func text(_ text: String, status: Int = 200) -> Response {
        Response(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// A page; its handler adds the Content-Security-Policy it needs.
    package static func html(_ text: String, status: Int = 200) -> Response {
        Response(status: status, contentType: "text/html; charset=utf-8", body: Array(text.utf8))
    }

    /// A JSON text.
    package static func json(_ body: [UInt8], status: Int = 200) -> Response {
        Response(status: status, contentType: "application/json", body: body)
    }

    /// One line of plain text: the status, its phrase and what there is to add.
    package static func error(_ status: Int, _ detail: String? = nil) -> Response {
        let phrase = "\(status) \(HTTPReasonPhrase.phrase(for: status))"
        return .text((detail.map { "\(phrase): \($0)" } ?? phrase) + "\n", status: status)
    }
}
