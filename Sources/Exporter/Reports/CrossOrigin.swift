import Server
import Wire

/// Which web pages of other origins may send reports and read the answers (Fetch Standard, CORS).
struct CrossOrigin {
    let origins: [String]

    /// Lets a page of a configured origin read an answer.
    func admit(_ request: Request, to response: inout Response) {
        guard !origins.isEmpty else { return }
        response.fields.append("Vary", "Origin")
        guard let origin = request.head.fields.first("origin"), origins.contains(origin) else { return }
        response.fields.append("Access-Control-Allow-Origin", origin)
        response.fields.append("Access-Control-Expose-Headers", "Retry-After")
    }

    /// The answer to a browser that asks before it sends.
    func preflight(_ request: Request) -> Response {
        var response = Response(status: 204, fields: ["Allow": "OPTIONS, POST"])
        admit(request, to: &response)
        guard response.fields.first("access-control-allow-origin") != nil else { return response }
        response.fields.append("Access-Control-Allow-Methods", "POST")
        response.fields.append(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Report-Timestamp, X-Report-Signature")
        response.fields.append("Access-Control-Max-Age", "600")
        return response
    }
}
