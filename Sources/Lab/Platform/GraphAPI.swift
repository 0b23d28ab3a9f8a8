import TLS
import WhatsApp
import Wire

/// The Graph API's nodes of one business, for who shows its token (whatsapp.md 4.1, 4.2, 4.4).
struct GraphAPI: Sendable {
    private let token: Secret
    private let board: FaultBoard
    private let allowance = CallAllowance()

    init(token: Secret, board: FaultBoard) {
        self.token = token
        self.board = board
    }

    /// `nil` for a request without a token, which is a stranger's.
    func answer(to request: HTTPRequestHead) -> WebAnswer? {
        guard let authorization = request.fields.first("authorization") else { return nil }
        // Those of another application do not count.
        let isOurs = ConstantTime.areEqual(Array(authorization.utf8), Array("Bearer \(token.revealed)".utf8))
        guard isOurs else { return .graph(.wrongToken) }
        let usage = allowance.count(at: board.elapsed)
        var answer: WebAnswer
        do throws(GraphError) {
            let isLimited = !usage.isWithin || board.isSaid(.requestsLimited, for: .business)
            guard !isLimited else { throw .tooManyCalls }
            guard !board.isSaid(.platformErrors, for: .business) else { throw .serviceFailed }
            answer = try .graph(node(of: request))
        } catch {
            answer = .graph(error)
        }
        answer.fields?.append("X-Business-Use-Case-Usage", usage.text(of: BusinessAccount.accountID))
        answer.fields?.append("X-App-Usage", usage.text)
        return answer
    }

    /// The JSON of the node that is asked for.
    private func node(of request: HTTPRequestHead) throws(GraphError) -> String {
        guard request.method == "GET", let target = try? HTTPRequestTarget(parsing: request.target) else {
            throw .unsupported
        }
        var parts = target.path.split(separator: "/").map(String.init)
        // `v23.0`, which may be left out.
        if let first = parts.first, first.hasPrefix("v"), first.dropFirst().allSatisfy({ $0.isNumber || $0 == "." }) {
            parts.removeFirst()
        }
        guard parts.count == 1, let id = parts.first else { throw .unsupported }
        let isBlocked = board.isSaid(.accountBlocked, for: .business)
        guard let node = PlatformNode(id: id, isBlocked: isBlocked) else { throw .noSuchNode }
        let names = target.first("fields")?.split(separator: ",").map(String.init) ?? []
        var fields: [String] = []
        for name in names where name != "id" {
            guard let value = node.fields[name] else { throw .noSuchField }
            fields.append("\"\(name)\":\(value)")
        }
        return "{" + (fields + ["\"id\":\"\(id)\""]).joined(separator: ",") + "}"
    }
}

/// What is wrong with a request, or with the platform, as the envelope of an error says it.
enum GraphError: Error {
    case wrongToken, tooManyCalls, serviceFailed, unsupported, noSuchNode, noSuchField

    /// HTTP's status, and the envelope's members.
    private var parts: (status: Int, code: Int, message: String, more: String) {
        switch self {
        case .wrongToken: (401, 190, "Invalid OAuth access token - Cannot parse access token", "")
        case .tooManyCalls:
            (400, 80_007, "(#80007) Too many calls to this WhatsApp Business account", "\"error_subcode\":2446079,")
        case .serviceFailed: (500, 2, "Service temporarily unavailable", "\"is_transient\":true,")
        case .unsupported: (400, 100, "Unsupported request", "")
        case .noSuchNode: (400, 100, "Unsupported get request. Object does not exist", "\"error_subcode\":33,")
        case .noSuchField: (400, 100, "(#100) Tried accessing nonexisting field", "")
        }
    }

    var status: Int { parts.status }

    var json: String {
        let (_, code, message, more) = parts
        return """
            {"error":{"message":"\(message)","type":"OAuthException","code":\(code),\(more)"fbtrace_id":"AxLab0"}}
            """
    }
}

extension WebAnswer {
    fileprivate static func graph(_ json: String, status: Int = 200) -> WebAnswer {
        var answer = WebAnswer(status: status, contentType: "application/json; charset=UTF-8", body: json)
        answer.fields = ["Facebook-Api-Version": "v23.0", "X-Fb-Trace-Id": "AxLab0"]
        return answer
    }

    fileprivate static func graph(_ error: GraphError) -> WebAnswer { graph(error.json, status: error.status) }
}
