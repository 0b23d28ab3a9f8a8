/// The last answer of an HTTP probe.
package struct HTTPFinding: Sendable, Equatable {
    package var status: Int
    /// What was read of the body, after decompression.
    package var bodyBytes: Int
    package var redirects: Int
    /// 1.0, 1.1 or 2.
    package var version: Double = 1.1
    /// As the header says; `nil` without one.
    package var contentLength: Int?
    package var isTLS = false
    /// Unix seconds, by the header `Last-Modified`.
    package var lastModified: Int64?
    /// Whether an expression on the body or a header was what failed.
    package var failedPattern = false
    /// Whether a condition on the body's JSON was what failed; `nil` where there is none.
    package var failedCondition: Bool?

    package init(status: Int, bodyBytes: Int, redirects: Int) {
        self.status = status
        self.bodyBytes = bodyBytes
        self.redirects = redirects
    }
}
