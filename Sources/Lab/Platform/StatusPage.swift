import WhatsApp
import Wire

/// metastatus.com: what Meta says of its platform for businesses (whatsapp.md 4.6). Of consumers it says nothing.
///
/// Times are spelt in several ways, as nobody has promised one.
struct StatusPage: Sendable {
    static let host = "metastatus.com"
    static let organisation = "whatsapp-business-api"

    let board: FaultBoard

    func answer(to request: HTTPRequestHead) -> WebAnswer {
        guard let target = try? HTTPRequestTarget(parsing: request.target), ["GET", "HEAD"].contains(request.method) else {
            return Self.page(status: 405)
        }
        let disruptions = board.begun(.platformDisrupted, for: .business)
        let open = disruptions.filter { $0.end == nil }
        switch target.path {
        case "/data/orgs.json": return Self.json("[\(ours(isDisrupted: !open.isEmpty)),\(Self.graph)]")
        case "/data/outages/\(Self.organisation).json": return Self.json(Self.outages(open))
        case "/data/outages/\(Self.organisation).history.json":
            return Self.json(Self.outages(disruptions.filter { $0.end != nil }))
        case "/data/outages/graph-api.json", "/data/outages/graph-api.history.json": return Self.json("[]")
        case "/metrics/\(Self.organisation)/cloudapi_uptime_daily.json":
            return Self.json("{\"values\":[100,100,99.98,100,\(open.isEmpty ? "100" : "99.1")]}")
        case "/outage-events-feed-\(Self.organisation).rss": return Self.feed(open)
        case "/": return Self.page(status: 200)
        default: return Self.page(status: 404)
        }
    }

    private static let services = [
        (id: "cloud-api", name: "Cloud API"), (id: "cloud-api-calling", name: "Cloud API - Calling"),
        (id: "account-management", name: "WhatsApp Business Account Management"),
        (id: "embedded-signup", name: "Embedded Signup"),
        (id: "flows", name: "WhatsApp Flows"), (id: "marketing-messages", name: "Marketing Messages API for WhatsApp"),
        (id: "coexistence-messaging", name: "Coexistence - Messaging"),
        (id: "coexistence-onboarding", name: "Coexistence - Onboarding"),
    ]

    private func ours(isDisrupted: Bool) -> String {
        let services = Self.services.enumerated().map { place, service in
            let status = isDisrupted && place == 0 ? Self.disrupted : "No known issues"
            return """
                {"id":"\(service.id)","name":"\(service.name)","status":"\(status)","time":\(Int64(board.trueTime))}
                """
        }
        return """
            {"id":"\(Self.organisation)","name":"WhatsApp Business API","services":[\(services.joined(separator: ","))],\
            "rss_file_paths":["/outage-events-feed-\(Self.organisation).rss"]}
            """
    }

    private static let graph = """
        {"id":"graph-api","name":"Graph API","services":[{"id":"graph","name":"Graph API","status":"No known issues"}],\
        "rss_file_paths":[]}
        """

    private static let disrupted = "High disruptions"

    private static func outages(_ disruptions: [FaultBoard.Episode]) -> String {
        let items = disruptions.map { episode in
            var posts = [post(disrupted, "Some messages may not be delivered.", episode.begin)]
            if let end = episode.end { posts.insert(post("Resolved", "This is resolved.", end), at: 0) }
            return """
                {"id":"\(Int64(episode.begin))","service_id":"\(services[0].id)",\
                "status":"\(episode.end == nil ? disrupted : "Resolved")","time":\(Int64(episode.end ?? episode.begin)),\
                "posts":[\(posts.joined(separator: ","))]}
                """
        }
        return "[\(items.joined(separator: ","))]"
    }

    private static func post(_ status: String, _ description: String, _ time: Double) -> String {
        "{\"status\":\"\(status)\",\"description\":\"\(description)\",\"time\":\"\(isoTime(time))\"}"
    }

    /// Only what is open; a channel without items is good news.
    private static func feed(_ disruptions: [FaultBoard.Episode]) -> WebAnswer {
        let items = disruptions.map { episode in
            "<item><title>Cloud API: \(disrupted)</title><pubDate>\(HTTPDate.format(unixSeconds: Int64(episode.begin)))</pubDate></item>"
        }
        return WebAnswer(
            status: 200, contentType: "application/rss+xml",
            body: "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>WhatsApp Business API</title>\(items.joined())"
                + "</channel></rss>\n")
    }

    private static func json(_ text: String) -> WebAnswer {
        WebAnswer(status: 200, contentType: "application/json", body: text)
    }

    private static func page(status: Int) -> WebAnswer {
        WebAnswer(status: status, contentType: "text/html", body: "<html><title>Meta Status</title></html>")
    }

    /// `2026-06-12T14:14:00.000Z`.
    private static func isoTime(_ time: Double) -> String {
        let seconds = Int64(time)
        let date = CivilDate(daysSince1970: seconds / 86_400)
        func two(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { two($0) }.joined(separator: ":")
        return "\(date.year)-\(two(date.month))-\(two(date.day))T\(clock).000Z"
    }
}
