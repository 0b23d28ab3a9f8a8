import Posix
import Server
import Wire

/// Who may write notes.
///
/// With a token, whoever shows it. Without, only programs on this host: not a web page that a browser here has open (browsers
/// say where a page comes from), and nobody whom a proxy here speaks for.
struct NoteWriter: Sendable {
    let token: Secret?

    /// The refusal; `nil` for a request that may write.
    func refusal(of request: Request) -> Response? {
        if let token {
            return BearerToken(request.head.fields.all("authorization"))?.isEqual(to: token) == true ? nil : Self.unauthorized
        }
        guard let peer = request.peer, peer.ip.reach == .loopback else {
            return .error(403, "without a configured token (incidents: notes_token) only this host may write notes")
        }
        for field in ["Origin", "Forwarded", "X-Forwarded-For", "Via"] where request.head.fields.first(field) != nil {
            return .error(403, "without a configured token (incidents: notes_token) no request with \(field) may write notes")
        }
        return nil
    }

    private static var unauthorized: Response {
        var response = Response.error(401, "notes need the configured token: Authorization: Bearer <token>")
        response.fields.append("WWW-Authenticate", "Bearer realm=\"incident notes\"")
        return response
    }
}
