import Diagnosis
import Posix
import Probing
import Prometheus
import Server
import Synchronization
import WhatsApp
import Wire

/// Asks for the business platform's status page, and tells the desk while it calls something disrupted.
///
/// The page knows nothing of consumers, is often late and undocumented: it is weak evidence, and silent once it cannot be had.
final class FeedWatch: SignalSource {
    /// Whose disruptions are those of businesses on WhatsApp; others' are only shown.
    private static let speakers: Set = ["whatsapp-business-api", "graph-api"]
    /// What stands is said again so often.
    private static let repetition = Duration.seconds(240)
    private static let patience = Duration.seconds(30)
    /// A page that did not answer is asked again so soon; one that refuses is not.
    private static let secondTry = Duration.seconds(60)

    private struct State: Sendable {
        var ledger: FeedLedger
        /// When the page is next asked for, whatever is reloaded meanwhile.
        var due = Deadline.now
        var isSaid = false
    }

    private let context: SignalContext
    private let state: Mutex<State>

    init(_ configuration: Configuration, _ context: SignalContext) {
        self.context = context
        state = Mutex(State(ledger: FeedLedger(configuration.statusFeed)))
    }

    var collectors: [any Collector] { [FeedCollector(now: context.now) { [self] in ledger }] }

    private var ledger: FeedLedger { state.withLock { $0.ledger } }

    func reconfigure(_ configuration: Configuration) {
        let isChanged = state.withLock { state in
            guard configuration.statusFeed != state.ledger.section else { return false }
            state.ledger.reconfigure(configuration.statusFeed)
            state.due = .now
            return true
        }
        if isChanged { speak() }
    }

    func run(in environment: ProbeEnvironment) async {
        while let section = ledger.section, !Task.isCancelled {
            if state.withLock({ $0.due <= .now }) {
                let isReachable = await ask(section, in: environment)
                if Task.isCancelled { return }
                // Many exporters begin on the hour; the page need not have them all at once.
                let pause = (isReachable ? section.interval : Self.secondTry) * Double.random(in: 0.9...1.1)
                state.withLock { $0.due = .after(pause) }
            }
            speak()
            let next = state.withLock { min($0.due, .after(Self.repetition)) }
            guard await environment.loop.sleep(until: next) == .timedOut else { return }
        }
    }

    /// Asks for each document, one after the other.
    /// - Returns: whether each was answered, be it with a refusal.
    private func ask(_ section: StatusFeedSection, in environment: ProbeEnvironment) async -> Bool {
        var isReachable = true
        for page in section.pages {
            let (result, content, detail) = await fetch(page, within: min(section.interval, Self.patience), in: environment)
            if Task.isCancelled { return false }
            if result == .unreachable { isReachable = false }
            let before = state.withLock { $0.ledger.record(result, content, of: page, at: context.now()) }
            guard result != before else { continue }
            if result != .success {
                context.log.warn("status page", ["document": page.name, "result": result.rawValue, "error": detail])
            } else if before != nil {
                context.log.info("status page is back", ["document": page.name])
            }
        }
        return isReachable
    }

    private func fetch(
        _ page: StatusFeedSection.Page, within patience: Duration, in environment: ProbeEnvironment
    ) async -> (FeedResult, FeedLedger.Content?, detail: String) {
        var settings = HTTPSettings()
        settings.fields = ["Accept": "application/json"]
        settings.followsRedirects = false
        settings.bodyLimitBytes = FeedDocument.limitBytes
        let answer: FetchedPage
        do throws(ProbeFailure) {
            answer = try await FetchedPage.get(page.url, settings, in: environment, until: .after(patience))
        } catch {
            return (error.reason == .httpTooLarge ? .tooLarge : .unreachable, nil, error.detail)
        }
        guard answer.status == 200 else { return (.status, nil, "status \(answer.status)") }
        return await environment.aside {
            do throws(FeedFault) {
                let content: FeedLedger.Content =
                    page.organisation == nil
                    ? .organisations(try FeedDocument.organisations(answer.body))
                    : .outages(try FeedDocument.outages(answer.body))
                return (.success, content, "")
            } catch {
                return (error == .tooLarge ? .tooLarge : .malformed, nil, "it is no JSON list")
            }
        }
    }

    /// Tells the desk what stands, or that nothing does any more.
    private func speak() {
        let now = context.now()
        let (lines, wasSaid) = state.withLock { state in
            let lines = state.ledger.reports(at: now).filter { Self.speakers.contains($0.organisation) }
                .compactMap { $0.disruption(at: now) }
            defer { state.isSaid = !lines.isEmpty }
            return (lines, state.isSaid)
        }
        guard wasSaid || !lines.isEmpty else { return }
        context.desk.say(
            .platformDisrupted, scope: .business, by: "status_feed", isPresent: !lines.isEmpty, at: now,
            detail: lines.joined(separator: ", "))
    }
}
