import Wire

extension Estate {
    /// What a host answers to a request while all is well: what every stranger gets, or something for who asks rightly.
    static func answer(of host: String, to request: HTTPRequestHead) -> WebAnswer {
        let path = request.target.prefix { $0 != "?" }
        switch host {
        case "web.whatsapp.com" where path == "/sw.js":
            return WebAnswer(
                status: 200, contentType: "text/javascript; charset=utf-8",
                body: "self.__swData=JSON.parse(\"{\\\"client_revision\\\":\(clientRevision)}\");\n")
        case "web.whatsapp.com" where isBrowser(request):
            return WebAnswer(
                status: 200, contentType: "text/html; charset=\"utf-8\"",
                body: "<!DOCTYPE html><html><title>WhatsApp Web</title><script>requireLazy({\"client_revision\":"
                    + "\(clientRevision),\"server_revision\":\(clientRevision)});</script></html>\n")
        case "v.whatsapp.net" where !["/v2/register", "/v2/code", "/v2/exist"].contains(path):
            return WebAnswer(status: 404, contentType: "text/html", body: "<html><title>404 Not Found</title></html>")
        case "mmg.whatsapp.net", "pps.whatsapp.net", "static.whatsapp.net":
            guard !["GET", "HEAD"].contains(request.method) else { return answer(of: host) }
            return WebAnswer(status: 400, contentType: "text/html", body: "<html><title>4xx Client Error</title></html>")
        default: return answer(of: host)
        }
    }

    /// Fields by which a host is known, besides those of the answer itself.
    static func fields(of host: String) -> HTTPFields {
        switch host {
        case "v.whatsapp.net": ["Server": "Yaws 2.0.9", "X-Fb-Trip-Id": "1679558926"]
        case "mmg.whatsapp.net", "pps.whatsapp.net", "static.whatsapp.net":
            [
                "Server": "proxygen-bolt", "Proxy-Status": "http_request_error; e_proxy=\"AcLab\"",
                "X-FB-Connection-Quality": "GOOD; q=0.7, rtt=12, rtx=0, c=20, mss=1380, tbw=4569",
                "Alt-Svc": "h3=\":443\"; ma=86400",
            ]
        case "graph.facebook.com":
            [
                "Facebook-Api-Version": "v21.0", "X-Fb-Trace-Id": "AbC",
                "WWW-Authenticate": "OAuth \"Facebook Platform\" \"invalid_request\" \"Unsupported get request.\"",
            ]
        default: [:]
        }
    }

    /// The web client's version, which clients read out of its page.
    private static let clientRevision = 1_026_414_700

    private static func isBrowser(_ request: HTTPRequestHead) -> Bool {
        request.fields.first("user-agent")?.contains("Mozilla/") == true
            && request.fields.first("sec-fetch-mode") == "navigate" && request.fields.first("sec-fetch-dest") == "document"
    }
}
