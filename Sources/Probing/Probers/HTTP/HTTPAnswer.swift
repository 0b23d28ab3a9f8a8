import Posix
import Wire

/// The answer a visit ended with.
struct HTTPAnswer {
    var status: Int
    var fields: HTTPFields
    /// As the status line spells it: "HTTP/1.1", "HTTP/2.0".
    var version: String
    /// As it came: compressed, if it was.
    var body: HTTPBody
    /// Why the body, or its end, is missing.
    var bodyFailure: ProbeFailure?
    /// Whether an answer like this has a body at all.
    var mayHaveBody = true
    /// Whether a proxy passed it on, or made it itself.
    var cameByProxy = false
}

extension HTTPFinding {
    /// What is known before any answer.
    static func nothing(judging settings: HTTPSettings) -> HTTPFinding {
        var finding = HTTPFinding(status: 0, bodyBytes: 0, redirects: 0)
        finding.version = 0
        finding.contentLength = 0
        if settings.failIfJSONMatches != nil || settings.failIfJSONNotMatches != nil { finding.failedCondition = false }
        return finding
    }

    /// Takes in the head of an answer.
    mutating func take(_ head: HTTPResponseHead, version: Double, isTLS: Bool) {
        status = head.status
        self.version = version
        self.isTLS = isTLS
        // What HEAD is answered is what GET would be.
        contentLength =
            switch try? head.bodyFraming(forRequestMethod: "GET") {
            case .contentLength(let length): length
            case .some(.none): 0
            default: nil
            }
        lastModified = head.fields.first("last-modified").flatMap { HTTPDate.unixSeconds(parsing: $0) }
    }
}
