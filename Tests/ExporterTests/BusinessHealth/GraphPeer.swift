import Posix
import Server
import Synchronization
import Wire

/// A stand-in for the Graph API on loopback, which answers as it is told.
final class GraphPeer: Sendable {
    struct Asked: Sendable {
        var node: String
        var fields: String
        var authorization: String?
    }

    typealias Answer = @Sendable (Asked) -> Response

    private let state: Mutex<(answer: Answer, asked: [Asked])>

    init(_ answer: @escaping Answer) {
        state = Mutex((answer, []))
    }

    var asked: [Asked] { state.withLock { $0.asked } }

    func answer(_ answer: @escaping Answer) {
        state.withLock { $0.answer = answer }
    }

    /// - Returns: where it is, as a URL.
    func serve(on loop: EventLoop) async throws -> (url: String, server: WebServer) {
        let route = Route.get("/v23.0/{node}") { [self] request in
            let asked = Asked(
                node: request.parameters["node"] ?? "", fields: request.query.first { $0.name == "fields" }?.value ?? "",
                authorization: request.head.fields.first("authorization"))
            let answer = state.withLock { state in
                state.asked.append(asked)
                return state.answer
            }
            return answer(asked)
        }
        let server = WebServer(Router([route]), on: loop)
        let addresses = try await server.listen(at: try ListenAddress(parsing: "127.0.0.1:0"))
        return ("http://127.0.0.1:\(addresses.first?.port ?? 0)", server)
    }

    static func ok(_ state: String = "AVAILABLE", more: String = "", _ fields: HTTPFields = [:]) -> Response {
        let text =
            #"{"health_status":{"can_send_message":"\#(state)","entities":["#
            + #"{"entity_type":"WABA","id":"9","can_send_message":"\#(state)","errors":[{"error_code":141006}]}]},"id":"1"\#(more)}"#
        return json(text, fields)
    }

    static func error(_ code: Int, status: Int = 400, _ fields: HTTPFields = [:]) -> Response {
        json(#"{"error":{"message":"m","type":"OAuthException","code":\#(code),"fbtrace_id":"x"}}"#, status: status, fields)
    }

    static func json(_ text: String, status: Int = 200, _ fields: HTTPFields = [:]) -> Response {
        var response = Response.json(Array(text.utf8), status: status)
        for line in fields.lines { response.fields.append(line.name, line.value) }
        return response
    }
}
