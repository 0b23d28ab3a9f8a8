import FoundationEssentials
import Server
import Wire

/// A note as a client sends it.
struct NoteBody: Decodable {
    var author: String
    var text: String

    /// Two texts at their longest, escaped throughout.
    static let maxBytes = 32 * 1024

    /// Reads a request's body.
    /// - Returns: the refusal of one that holds no note.
    static func read(_ request: Request) -> Result<NoteBody, Refusal> {
        // A form on a web page can send no such type, and a script only where this server allows it, which it never does.
        let type = request.head.fields.first("content-type") ?? ""
        guard type.prefix(while: { $0 != ";" && $0 != " " }).lowercased() == "application/json" else {
            return .failure(Refusal(.error(415, "Content-Type must be application/json")))
        }
        guard request.body.count <= maxBytes else {
            return .failure(Refusal(.error(413, "a note's body has at most \(maxBytes) bytes")))
        }
        do {
            return .success(try JSONDecoder().decode(NoteBody.self, from: Data(request.body)))
        } catch {
            return .failure(Refusal(.error(400, mistake(error))))
        }
    }

    struct Refusal: Error {
        let response: Response

        init(_ response: Response) {
            self.response = response
        }
    }

    private static func mistake(_ error: any Error) -> String {
        let form = "write {\"author\": \"…\", \"text\": \"…\"}"
        return switch error as? DecodingError {
        case .keyNotFound(let key, _): "\"\(key.stringValue)\" is missing, \(form)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.last.map { "\"\($0.stringValue)\" is no text, \(form)" } ?? "the body is no object, \(form)"
        default: "the body is not JSON, \(form)"
        }
    }
}
