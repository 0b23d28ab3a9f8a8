import Testing
import Wire

@testable import Probing

@Suite struct HTTPExpectationTests {
    private static let url = try? HTTPURL(parsing: "https://chat.test/")

    private static func reason(
        _ expectation: HTTPExpectation, _ status: Int, _ body: String = "", _ fields: HTTPFields = [:]
    ) throws -> FailureReason? {
        do throws(ProbeFailure) {
            guard let url else { return .other }
            try expectation.judge(HTTPResponseHead(status: status, fields: fields), body: Array(body.utf8), from: url)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        arguments: [
            (200, "", FailureReason.httpUnexpectedBody), (200, "has a and b", nil), (200, "has a", .httpUnexpectedBody),
            (201, "a", nil),
            (301, "", .httpUnexpectedStatus), (502, "a b", .httpServerError), (403, "signature", nil),
            (403, "", .httpUnexpectedBody),
        ] as [(Int, String, FailureReason?)])
    func wantsOneShapeWhole(status: Int, body: String, reason: FailureReason?) throws {
        let expectation = HTTPExpectation([
            .init(200...200, bodyContains: ["a", "b"]), .init(201...201), .init(403...403, bodyContains: ["signature"]),
        ])
        #expect(try Self.reason(expectation, status, body) == reason)
    }

    @Test(
        arguments: [
            ("", [:], nil), ("plain", ["Content-Type": "text/plain"], nil),
            ("x", ["Content-Type": "Text/HTML; charset=x"], .httpUnexpectedBody),
            (" \r\n\t<html>", [:], .httpUnexpectedBody), ("{\"a\":\"<html>\"}", [:], nil),
        ] as [(String, HTTPFields, FailureReason?)])
    func tellsAPageForPeople(body: String, fields: HTTPFields, reason: FailureReason?) throws {
        #expect(try Self.reason(HTTPExpectation([.init(200...200, allowsPage: false)]), 200, body, fields) == reason)
    }

    @Test(arguments: ["ab", "xab", "aab", "abx", "a\u{0}ab", "ab\u{301}"]) func findsTextAnywhere(body: String) throws {
        #expect(try Self.reason(HTTPExpectation([.init(200...200, bodyContains: ["ab"])]), 200, body) == nil)
    }

    @Test(arguments: ["", "a", "b", "ba", "a b"]) func missesTextThatIsNotThere(body: String) throws {
        #expect(try Self.reason(HTTPExpectation([.init(200...200, bodyContains: ["ab"])]), 200, body) == .httpUnexpectedBody)
    }
}
