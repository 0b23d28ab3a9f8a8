import HTTP2
import Wire

/// How a health call ended.
struct GRPCAnswer: Equatable {
    /// The server's status, or the one clients give an answer that breaks gRPC's rules.
    var statusCode: Int
    /// What the server, or we, have to say about a status that is not OK.
    var message = ""
    /// The serving status, of a call that ended well.
    var serving: Int?

    init(_ status: GRPCStatus, _ message: String) {
        statusCode = status.rawValue
        self.message = message
    }

    init(_ response: HTTP2Response) {
        // Without a message the server sends its status in the place of the header (`Trailers-Only`).
        let trailers = response.trailers.lines.isEmpty ? response.fields : response.trailers
        guard let text = trailers.first("grpc-status") else {
            self = Self.withoutStatus(response)
            return
        }
        guard let code = Int(text), (0...0xFFFF).contains(code) else {
            self.init(.unknown, "\"\(text)\" is no gRPC status")
            return
        }
        self.init(.ok, trailers.first("grpc-message").map { PercentEncoding.decode($0.utf8) ?? $0 } ?? "")
        statusCode = code
        guard code == GRPCStatus.ok.rawValue else { return }
        do {
            serving = Int(clamping: try GRPCHealth.status(in: GRPCMessage.only(in: response.body)))
        } catch let error as GRPCMessage.Malformed {
            self.init(.internal, error.reason)
        } catch {
            self.init(.internal, "answer is no health status: \(error)")
        }
    }

    private static func withoutStatus(_ response: HTTP2Response) -> GRPCAnswer {
        guard response.status == 200 else {
            return GRPCAnswer(GRPCStatus(httpStatus: response.status), "HTTP status \(response.status) without a gRPC status")
        }
        let type = response.fields.first("content-type") ?? ""
        guard type.hasPrefix("application/grpc") else {
            return GRPCAnswer(.unknown, "answer is of type \"\(type)\", not gRPC's")
        }
        return GRPCAnswer(.internal, "answer ended without a gRPC status")
    }
}
