import Diagnosis
import Posix
import Prometheus
import Server
import Wire

/// `/report`: the form for people, which needs no scripts.
struct ReportPage: Sendable {
    let intake: ReportIntake
    let results: CounterFamily<ReportResult>
    /// `nil` while reports are not configured.
    let section: @Sendable () -> ReportsSection?

    private static let path = "/report"
    /// What the form sends besides a report.
    private static let ownFields: Set = ["ticket", "lang"]

    var routes: [Route] {
        [
            .reporting("GET", Self.path, counting: results) { show($0) },
            .reporting("POST", Self.path, counting: results) { await take($0) },
        ]
    }

    /// What the form is shown by: the configuration, who asks and in which language.
    private struct Visit {
        var section: ReportsSection
        var address: ClientAddress?
        var language: PageLanguage

        var site: [UInt8] { address?.site ?? [] }
        var form: ReportForm { ReportForm(language: language, regions: section.regions) }
        var words: PageWords { language.words }
    }

    private func visit(_ request: Request, language: String? = nil) -> Visit? {
        guard let section = section(), section.hasForm else { return nil }
        return Visit(
            section: section, address: ClientAddress(request, proxies: section.trustedProxies),
            language: PageLanguage(of: request, chosen: language))
    }

    private func show(_ request: Request) -> Response {
        guard let visit = visit(request) else { return .error(404) }
        return page(visit.form.form(ticket: ticket(for: visit)), visit)
    }

    private func take(_ request: Request) async -> Response {
        let read = Result { () throws(ReportRefusal) in try ReportFields(request) }
        let fields = (try? read.get()) ?? ReportFields()
        guard let visit = visit(request, language: fields["lang"]) else { return .error(404) }
        do {
            let draft = try draft(request, try read.get(), visit)
            let outcome = await intake.take(draft, from: visit.address)
            results[outcome.result]?.increment()
            return outcome.result.status < 300
                ? thanks(for: draft, outcome, visit) : again(outcome, visit, fields)
        } catch {
            results[error.result]?.increment()
            return again(ReportOutcome(error), visit, fields)
        }
    }

    private func draft(_ request: Request, _ fields: ReportFields, _ visit: Visit) throws(ReportRefusal) -> ReportDraft {
        // Browsers say from whose page a form comes (Fetch Metadata), on HTTPS at least; the ticket keeps others out too.
        if let place = request.head.fields.first("sec-fetch-site"), place != "same-origin", place != "none" {
            throw ReportRefusal(.badTicket, "the form is another site's")
        }
        guard let ticket = fields["ticket"], tickets.isValid(ticket, for: visit.site, at: intake.now()) else {
            throw ReportRefusal(.badTicket, "the form has run out")
        }
        return try ReportDraft(fields, regions: visit.section.regions, mayNameReporter: false, others: Self.ownFields)
    }

    private var tickets: ReportTicket { ReportTicket(pseudonyms: intake.pseudonyms) }

    private func ticket(for visit: Visit) -> String { tickets.issue(for: visit.site, at: intake.now()) }

    private func thanks(for draft: ReportDraft, _ outcome: ReportOutcome, _ visit: Visit) -> Response {
        let people = intake.journal.withBook { $0.reporters(of: draft.symptom) }
        let text = visit.form.thanks(
            outcome.result, isSolved: draft.isSolved == true, people: people,
            minutes: Int((visit.section.window.seconds / 60).rounded()))
        return page(text, visit, status: outcome.result.status)
    }

    /// The form once more, with what was chosen and what is wrong.
    private func again(_ outcome: ReportOutcome, _ visit: Visit, _ fields: ReportFields) -> Response {
        let words = visit.words
        let problem =
            switch outcome.result {
            case .badTicket: ReportForm.Problem(text: words.ticketExpired)
            case .rateLimited: ReportForm.Problem(text: words.tooMany(outcome.secondsToWait ?? 1))
            case .notStored: ReportForm.Problem(text: words.notStored)
            case _ where fields["symptom"] == nil && outcome.result == .invalid:
                ReportForm.Problem(text: words.symptomMissing, isSymptom: true)
            default: ReportForm.Problem(text: words.notReadable)
            }
        let text = visit.form.form(ticket: ticket(for: visit), fields: fields, problem: problem)
        var response = page(text, visit, status: outcome.result.status)
        if let seconds = outcome.secondsToWait { response.fields.append("Retry-After", "\(seconds)") }
        return response
    }

    private func page(_ text: String, _ visit: Visit, status: Int = 200) -> Response {
        var response = Response.html(text, status: status)
        response.fields.append("Content-Security-Policy", PageStyle.policy)
        response.fields.append("Content-Language", visit.language.tag)
        response.fields.append("Vary", "Accept-Language")
        response.fields.append("Cache-Control", "no-store")
        response.fields.append("Referrer-Policy", "same-origin")
        return response
    }
}
