import Diagnosis
import Prometheus
import Server
import WhatsApp
import Wire

/// `/webhooks/whatsapp`: what the Business Platform tells of messages and accounts.
///
/// Nothing is read of a body whose signature is not the app's. What is answered with 200 is on the disk.
struct WebhookEndpoint: Sendable {
    static let path = "/webhooks/whatsapp"
    /// Meta's webhooks have at most 3 MB.
    static let maxBodyBytes = 3 << 20
    /// A store that hangs must not gather all connections there are.
    private static let maxConcurrentRequests = 128

    let section: @Sendable () -> WebhooksSection?
    let journal: Journal<DeliveryBook>
    let pseudonyms: Pseudonyms
    let results: WebhookResults
    /// Unix seconds.
    let now: @Sendable () -> Double

    var routes: [Route] {
        let verification = Route("GET", Self.path, hasOwnAccess: true) { verify($0) }
        var delivery = Route.post(
            Self.path, maxConcurrentRequests: Self.maxConcurrentRequests, maxBodyBytes: Self.maxBodyBytes, hasOwnAccess: true
        ) { await take($0) }
        delivery.onRefusal = { [section, results] status in
            if section() != nil { results.count(WebhookResult(refusal: status)) }
        }
        return [verification, delivery]
    }

    private func verify(_ request: Request) -> Response {
        guard let section = section() else { return .error(404) }
        guard let challenge = WebhookSubscription.challenge(of: request.target, token: section.verifyToken) else {
            return refuse(.badVerification, 403, "this is not the verify token, or no subscription")
        }
        results.count(.verified)
        var response = Response.text(challenge)
        response.fields.append("X-Content-Type-Options", "nosniff")
        response.fields.append("Cache-Control", "no-store")
        return response
    }

    private func take(_ request: Request) async -> Response {
        guard let section = section() else { return .error(404) }
        let type = request.head.fields.first("content-type") ?? ""
        guard type.prefix(while: { $0 != ";" && $0 != " " }).lowercased() == "application/json" else {
            return refuse(.badType, 415, "Content-Type must be application/json")
        }
        let signatures = request.head.fields.all(WebhookSignature.field)
        guard signatures.count == 1, let code = WebhookSignature.code(signatures[0]),
            WebhookSignature.isValid(code, of: request.body, under: section.appSecrets)
        else { return refuse(.badSignature, 403, "\(WebhookSignature.field) is not the body's under the app's secret") }
        let entry: DeliveryEntry
        do throws(WebhookError) {
            entry = DeliveryEntry(try WebhookPayload(request.body), at: now(), pseudonyms)
        } catch {
            return refuse(WebhookResult(error), 400, "the body is no webhook")
        }
        do {
            try await journal.append(entry)
        } catch {
            var response = refuse(.notStored, 503, "it could not be stored and is not taken")
            response.fields.append("Retry-After", "5")
            return response
        }
        return Response()
    }

    private func refuse(_ result: WebhookResult, _ status: Int, _ detail: String) -> Response {
        results.count(result)
        return .error(status, detail)
    }
}

/// How many requests ended how, since the start; those that were taken are counted in the book.
struct WebhookResults: Sendable {
    private let counters = WebhookResult.allCases.map { _ in Counter() }

    subscript(result: WebhookResult) -> UInt64 {
        WebhookResult.allCases.firstIndex(of: result).map { counters[$0].value } ?? 0
    }

    func count(_ result: WebhookResult) {
        if let place = WebhookResult.allCases.firstIndex(of: result) { counters[place].increment() }
    }
}
