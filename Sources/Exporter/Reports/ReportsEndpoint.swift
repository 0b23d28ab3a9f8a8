import Prometheus
import Server
import Wire

/// `POST /api/v1/reports`: users' trouble, as programs tell of it.
struct ReportsEndpoint: Sendable {
    let intake: ReportIntake
    let results: CounterFamily<ReportResult>
    /// `nil` while reports are not configured.
    let section: @Sendable () -> ReportsSection?

    private static let path = "/api/v1/reports"

    var routes: [Route] {
        [
            .reporting("POST", Self.path, counting: results) { await take($0) },
            .reporting("OPTIONS", Self.path, counting: results) { request in
                section().map { CrossOrigin(origins: $0.corsOrigins).preflight(request) } ?? .error(404)
            },
        ]
    }

    private func take(_ request: Request) async -> Response {
        guard let section = section() else { return .error(404, "reports are not configured") }
        let outcome: ReportOutcome
        do {
            let access = ReportAccess(token: section.token, hmacSecret: section.hmacSecret)
            let signature = try access.admit(request, at: intake.now())
            let draft = try ReportDraft(try ReportFields(request), regions: section.regions, mayNameReporter: true)
            outcome = await intake.take(
                draft, from: ClientAddress(request, proxies: section.trustedProxies), signature: signature)
        } catch {
            outcome = ReportOutcome(error)
        }
        results[outcome.result]?.increment()
        var response = Self.response(outcome)
        CrossOrigin(origins: section.corsOrigins).admit(request, to: &response)
        return response
    }

    private static func response(_ outcome: ReportOutcome) -> Response {
        let result = outcome.result
        var response =
            result.status < 300
            ? Response.json(Array("{\"result\": \"\(result.rawValue)\"}\n".utf8), status: result.status)
            : .error(result.status, outcome.detail)
        if let seconds = outcome.secondsToWait { response.fields.append("Retry-After", "\(seconds)") }
        if result == .unauthorized { response.fields.append("WWW-Authenticate", "Bearer realm=\"reports\"") }
        response.fields.append("Cache-Control", "no-store")
        return response
    }
}
