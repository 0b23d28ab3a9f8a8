import Wire

/// What the estate's web servers say to strangers (whatsapp.md 1.1 and 1.2).
enum WebAnswers {
    /// An answer of a web server, its length and date left to who sends it.
    struct Answer {
        var status: Int
        var fields: HTTPFields
        var body: [UInt8]

        init(_ status: Int, _ fields: HTTPFields, _ body: String = "") {
            self.status = status
            self.fields = fields
            self.body = Array(body.utf8)
        }
    }

    /// The answer of a host to a request.
    static func answer(of host: String, to request: HTTPRequestHead) -> Answer {
        let path = String(request.target.prefix { $0 != "?" })
        switch host {
        case "web.whatsapp.com": return web(path, request)
        case "v.whatsapp.net": return registration(path)
        case "mmg.whatsapp.net", "pps.whatsapp.net", "static.whatsapp.net": return media(request)
        case "wa.me":
            return Answer(302, ["Location": "https://api.whatsapp.com/send", "Content-Type": "text/html; charset=\"utf-8\""])
        case "graph.facebook.com": return graph()
        default: return Answer(200, ["Content-Type": "text/html"], page("\(host)", "This is \(host)."))
        }
    }

    /// A browser gets the page, anybody else an error that is no outage.
    private static func web(_ path: String, _ request: HTTPRequestHead) -> Answer {
        if path == "/sw.js" {
            return Answer(
                200, ["Content-Type": "text/javascript; charset=utf-8"],
                "self.__swData=JSON.parse(\"{\\\"client_revision\\\":\(revision)}\");\n")
        }
        let isBrowser =
            request.fields.first("user-agent")?.contains("Mozilla/") == true
            && request.fields.first("sec-fetch-mode") == "navigate" && request.fields.first("sec-fetch-dest") == "document"
        guard isBrowser else { return Answer(400, html, page("Error", "Sorry, something went wrong.")) }
        let script = "<script>requireLazy({\"client_revision\":\(revision),\"server_revision\":\(revision)});</script>"
        return Answer(200, html, page("WhatsApp Web", "https://web.whatsapp.com/\(script)"))
    }

    private static func registration(_ path: String) -> Answer {
        guard ["/v2/register", "/v2/code", "/v2/exist"].contains(path) else {
            return Answer(404, ["Content-Type": "text/html", "Server": "Yaws 2.0.9"], page("404 Not Found", ""))
        }
        return Answer(
            200,
            [
                "Content-Type": "text/json ; charset=utf-8", "Server": "Yaws 2.0.9", "X-Fb-Trip-Id": "1679558926",
                "Connection": "close",
            ], "{\"param\":\"authkey\",\"reason\":\"missing_param\",\"status\":\"fail\"}\n")
    }

    private static func media(_ request: HTTPRequestHead) -> Answer {
        guard ["GET", "HEAD"].contains(request.method) else {
            return Answer(
                400, ["Content-Type": "text/html", "Proxy-Status": "proxy_internal_response; e_proxy=\"AcLab\""],
                page("4xx Client Error", ""))
        }
        return Answer(
            403,
            [
                "Content-Type": "text/plain", "Server": "proxygen-bolt",
                "Proxy-Status": "http_request_error; e_proxy=\"AcLab\"",
                "X-FB-Connection-Quality": "GOOD; q=0.7, rtt=12, rtx=0, c=20, mss=1380, tbw=4569, tp=-1, tpl=-1, uplat=0, ullat=-1",
                "Alt-Svc": "h3=\":443\"; ma=86400",
            ], "URL signature mismatch")
    }

    /// A request without a token is refused, whatever it asks for.
    private static func graph() -> Answer {
        let message = "Unsupported get request. Please read the Graph API documentation."
        return Answer(
            400,
            [
                "Content-Type": "application/json; charset=UTF-8", "Facebook-Api-Version": "v21.0", "X-Fb-Trace-Id": traceID,
                "WWW-Authenticate": "OAuth \"Facebook Platform\" \"invalid_request\" \"\(message)\"",
            ],
            "{\"error\":{\"message\":\"\(message)\",\"type\":\"OAuthException\",\"code\":100,\"fbtrace_id\":\"\(traceID)\"}}")
    }

    private static let traceID = "AlabLabLabLabLabLabLab"
    private static let html: HTTPFields = ["Content-Type": "text/html; charset=\"utf-8\""]
    private static let revision = 1_026_414_700

    static func page(_ title: String, _ text: String) -> String {
        "<!DOCTYPE html><html lang=\"en\"><head><title>\(title)</title></head><body>\(text)</body></html>\n"
    }
}
