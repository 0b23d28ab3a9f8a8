import Probing
import Testing
import WhatsApp
import Wire

@Suite struct HealthyAnswersTests {
    enum Service: String, CaseIterable {
        case web, registration, media, links, graphAPI

        var expectation: HTTPExpectation {
            switch self {
            case .web: HealthyAnswers.web
            case .registration: HealthyAnswers.registration
            case .media: HealthyAnswers.media
            case .links: HealthyAnswers.links
            case .graphAPI: HealthyAnswers.graphAPI
            }
        }

        var url: String {
            switch self {
            case .web: "https://web.whatsapp.com/"
            case .registration: "https://v.whatsapp.net/v2/register"
            case .media: "https://mmg.whatsapp.net/"
            case .links: "https://wa.me/"
            case .graphAPI: "https://graph.facebook.com/v21.0/"
            }
        }

        /// Why an answer is not a healthy one; `nil` for a healthy one.
        func reason(_ status: Int, _ body: String = "", _ fields: HTTPFields = [:]) throws -> FailureReason? {
            let url = try HTTPURL(parsing: url)
            do throws(ProbeFailure) {
                try expectation.judge(HTTPResponseHead(status: status, fields: fields), body: Array(body.utf8), from: url)
                return nil
            } catch {
                return error.reason
            }
        }
    }

    static let portal = """
        <!DOCTYPE html><html><head><title>Welcome</title></head><body>
        Please <a href="http://portal.test/login">sign in</a> to use the network. Status: not signed in. An error? Call us.
        </body></html>
        """

    @Test(
        arguments: [
            (Service.web, 400, "", [:]), (.web, 200, #"<script src="https://static.whatsapp.net/x">"client_revision":1"#, [:]),
            (.web, 302, "", ["Location": "https://www.whatsapp.com/"]),
            (
                .registration, 200, #"{"param":"authkey","reason":"missing_param","status":"fail"}"# + "\n",
                ["Content-Type": "text/json"]
            ),
            (.registration, 400, #"{"status":"fail"}"#, [:]),
            (.media, 403, "URL signature mismatch", ["Content-Type": "text/plain", "Server": "proxygen-bolt"]),
            (.media, 404, "", [:]), (.media, 400, "<html>4xx Client Error</html>", ["Content-Type": "text/html"]),
            (.media, 200, "\u{FF}\u{D8}", [:]),
            (.links, 301, "", ["Location": "https://api.whatsapp.com/send"]),
            (.links, 302, "", ["Location": "https://www.whatsapp.com/"]),
            (.links, 302, "", ["Location": "/send"]),
            (.links, 200, "<html><title>Share on WhatsApp</title>static.whatsapp.net", [:]),
            (.graphAPI, 400, #"{"error":{"message":"x","type":"OAuthException","code":104,"fbtrace_id":"A"}}"#, [:]),
            (.graphAPI, 400, #"{"error":{"message":"x","type":"GraphMethodException","code":100,"fbtrace_id":"A"}}"#, [:]),
            (.graphAPI, 401, #"{"error":{"type":"OAuthException"}}"#, [:]),
        ] as [(Service, Int, String, HTTPFields)])
    func takesAHealthyAnswerForOne(service: Service, status: Int, body: String, fields: HTTPFields) throws {
        #expect(try service.reason(status, body, fields) == nil)
    }

    @Test(arguments: Service.allCases, [500, 502, 503, 504])
    func takesAServersErrorForOne(service: Service, status: Int) throws {
        let body = #"{"status":"fail","error":{"type":"OAuthException"}} whatsapp URL signature mismatch"#
        #expect(try service.reason(status, body) == .httpServerError)
    }

    @Test(arguments: Service.allCases, [301, 302, 303, 307, 308])
    func takesAForeignRedirectForOne(service: Service, status: Int) throws {
        let fields: HTTPFields = ["Location": "http://portal.test/login?for=whatsapp.com"]
        #expect(try service.reason(status, Self.portal, fields) == .httpForeignRedirect)
    }

    @Test(arguments: Service.allCases) func takesAPortalsPageForOne(service: Service) throws {
        #expect(try service.reason(200, Self.portal, ["Content-Type": "text/html"]) == .httpUnexpectedBody)
        #expect(try service.reason(200, Self.portal) == .httpUnexpectedBody)
    }

    @Test(arguments: [Service.registration, .graphAPI], [200, 403, 404])
    func takesNothingButTheApplicationsOwnWords(service: Service, status: Int) throws {
        for body in ["", "{}", "Not Found", Self.portal] { #expect(try service.reason(status, body) == .httpUnexpectedBody) }
    }

    @Test(arguments: [Service.web, .links], [401, 403, 404, 429, 451])
    func takesABlockPageForNone(service: Service, status: Int) throws {
        #expect(try service.reason(status, Self.portal) == .httpUnexpectedStatus)
    }
}
