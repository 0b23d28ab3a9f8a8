package import Wire

/// The whole answer to a request over HTTP/2.
package struct HTTP2Response: Hashable, Sendable {
    /// 200...999: interim answers are passed over.
    package var status: Int
    /// Names in lower case.
    package var fields: HTTPFields
    /// As sent: a compressed body is still compressed.
    package var body: [UInt8] = []
    /// Fields after the body; names in lower case.
    package var trailers: HTTPFields = [:]
}
