package import Wire

/// What a web server answers.
package struct WebAnswer: Sendable, Equatable {
    package var status: Int
    package var contentType: String
    package var body: String
    /// Where it redirects to.
    package var location: String?
    /// Whether it says when it was made.
    package var isDated = true
    /// Fields beyond these; `nil` for those that all answers of its host have.
    package var fields: HTTPFields?

    /// Status, fields without date and length, and body.
    package var head: HTTPResponseHead {
        var fields: HTTPFields = ["Content-Type": contentType]
        if let location { fields.append("Location", location) }
        return HTTPResponseHead(status: status, fields: fields)
    }

    /// Somebody else's page.
    package static let portal = WebAnswer(
        status: 200, contentType: "text/html", body: "<html><title>Sign in to continue</title></html>")

    /// What a front end says that cannot reach those behind it.
    package static func failing(_ status: Int) -> WebAnswer {
        WebAnswer(status: status, contentType: "text/plain", body: "No server is available for the request.")
    }
}

extension Estate {
    /// What a host answers to a stranger while all is well (whatsapp.md 1.1 and 1.2); a plain page for those without an own answer.
    package static func answer(of host: String) -> WebAnswer {
        answers[host] ?? WebAnswer(status: 200, contentType: "text/html", body: "<html><title>\(host)</title></html>")
    }

    /// Where a fault's foreign redirect leads.
    package static let strangersPage = "https://portal.invalid/login"

    private static let answers: [String: WebAnswer] = [
        "web.whatsapp.com": WebAnswer(status: 400, contentType: "text/html", body: "<html><title>Error</title></html>"),
        "v.whatsapp.net": WebAnswer(
            status: 200, contentType: "text/json ; charset=utf-8",
            body: #"{"param":"authkey","reason":"missing_param","status":"fail"}"# + "\n"),
        "mmg.whatsapp.net": mediaRefusal, "pps.whatsapp.net": mediaRefusal, "static.whatsapp.net": mediaRefusal,
        "wa.me": WebAnswer(status: 302, contentType: "text/html", body: "", location: "https://www.whatsapp.com/"),
        "graph.facebook.com": WebAnswer(
            status: 400, contentType: "application/json",
            body: #"{"error":{"message":"Unsupported get request.","type":"OAuthException","code":100,"fbtrace_id":"AbC"}}"#),
        // Out of a cache, as its date would be.
        "example.com": WebAnswer(
            status: 200, contentType: "text/html", body: "<html><title>Example Domain</title></html>", isDated: false),
    ]

    private static let mediaRefusal = WebAnswer(status: 403, contentType: "text/plain", body: "URL signature mismatch")
}
