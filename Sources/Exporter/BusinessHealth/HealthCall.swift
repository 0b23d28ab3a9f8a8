import Posix
import Probing
import WhatsApp
import Wire

/// One request for a node's health.
struct HealthCall: Sendable {
    /// What came of it.
    struct Reply: Sendable {
        var answer: HealthAnswer
        var usage: APIUsage
        /// `nil` where nothing was asked.
        var took: Duration?
        /// Why nothing usable came; empty otherwise.
        var detail = ""
    }

    let section: BusinessSection
    let node: BusinessNode
    /// Whether to ask for all fields, or for the health alone.
    let isWhole: Bool

    func make(in environment: ProbeEnvironment) async -> Reply {
        let token: Secret
        do throws(ProbeFailure) {
            token = try section.token.current()
            guard !token.revealed.isEmpty else { throw ProbeFailure(.authorizationFailed, "the token's file is empty") }
        } catch {
            return Reply(answer: .mishap(.noToken), usage: APIUsage([:]), detail: error.detail)
        }
        let start = Deadline.now
        do throws(ProbeFailure) {
            let page = try await FetchedPage.get(
                url, settings(token), in: environment, until: .after(section.timeout))
            return Reply(
                answer: HealthAnswer(status: page.status, body: page.body), usage: APIUsage(page.fields),
                took: .now - start, detail: "status \(page.status)")
        } catch {
            return Reply(
                answer: .mishap(Self.mishap(error.reason)), usage: APIUsage([:]), took: .now - start, detail: error.detail)
        }
    }

    private var url: HTTPURL {
        let base = section.url
        let prefix = base.target.hasSuffix("/") ? String(base.target.dropLast()) : base.target
        let target = prefix + node.target(version: section.version, isWhole: isWhole)
        return HTTPURL(scheme: base.scheme, host: base.host, port: base.port, normalizing: Array(target.utf8))
    }

    private func settings(_ token: Secret) -> HTTPSettings {
        var settings = HTTPSettings()
        settings.fields = ["Accept": "application/json"]
        settings.authorization = .token(type: "Bearer", credentials: .value(token))
        // Whoever redirects is not the API, and must not get the token.
        settings.followsRedirects = false
        settings.bodyLimitBytes = HealthAnswer.limitBytes
        return settings
    }

    private static func mishap(_ reason: FailureReason) -> HealthAnswer.Mishap {
        switch reason {
        case .httpTooLarge: .tooLarge
        case .httpTruncated: .truncated
        case .httpNotHTTP, .httpMalformed: .malformed
        default: .unreachable
        }
    }
}
