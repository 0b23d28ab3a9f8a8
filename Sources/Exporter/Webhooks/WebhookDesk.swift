import Diagnosis
import Posix
import Probing
import Prometheus
import Server
import Synchronization
import WhatsApp

/// Takes the Business Platform's webhooks, and says when messages are not delivered as usual, or an account may not send.
final class WebhookDesk: SignalSource {
    /// How often deliveries are judged, and what stands is said again.
    private static let interval: Duration = .seconds(15)
    private static let name = "webhooks"

    private let section: Mutex<WebhooksSection?>
    private let context: SignalContext
    private let journal: Journal<DeliveryBook>
    private let results = WebhookResults()

    init(_ configuration: Configuration, _ context: SignalContext) {
        section = Mutex(configuration.webhooks)
        self.context = context
        let book = DeliveryBook(waitSeconds: configuration.webhooks?.undeliveredAfter.seconds ?? 60)
        journal = Journal(book, name: Self.name, context)
    }

    var routes: [Route] {
        WebhookEndpoint(
            section: { [weak self] in self?.section.withLock { $0 } }, journal: journal, pseudonyms: context.pseudonyms,
            results: results, now: context.now
        ).routes
    }

    var collectors: [any Collector] {
        let isConfigured: @Sendable () -> Bool = { [weak self] in self?.section.withLock { $0 != nil } ?? false }
        return [
            WebhookCollector(journal: journal, results: results, isConfigured: isConfigured, now: context.now),
            AccountCollector(journal: journal, isConfigured: isConfigured, now: context.now),
        ]
    }

    func reconfigure(_ configuration: Configuration) {
        section.withLock { $0 = configuration.webhooks }
        if let seconds = configuration.webhooks?.undeliveredAfter.seconds { journal.withBook { $0 = $0.waiting(seconds) } }
    }

    func run(in environment: ProbeEnvironment) async {
        repeat { judge(at: context.now()) } while await environment.loop.sleep(until: .after(Self.interval)) == .timedOut
    }

    func keep() {
        journal.keep()
    }

    private func judge(at time: Double) {
        let isConfigured = section.withLock { $0 != nil }
        let (reading, wait, standings) = journal.withBook { book in
            if isConfigured { book.judge(at: time) }
            return (book.reading(at: time), book.waitSeconds, book.standings)
        }
        let blocked = standings.filter { $0.isBlocked(at: time) }
        context.desk.say(
            .deliveryDrop, scope: .business, by: Self.name, isPresent: isConfigured && reading.isDropped, at: time,
            detail: reading.sentence(waitSeconds: wait))
        context.desk.say(
            .accountBlocked, scope: .business, by: Self.name, isPresent: isConfigured && !blocked.isEmpty, at: time,
            detail: "webhooks announced that \(blocked.count) of \(standings.count) accounts may not send")
    }
}

extension DeliveryReading {
    /// One line for people.
    fileprivate func sentence(waitSeconds: Double) -> String {
        guard let share, let expectedShare else { return "too few messages to tell" }
        return "\(Self.percent(share)) of \(messages) messages were delivered within \(Int(waitSeconds)) s,"
            + " usually \(Self.percent(expectedShare))"
    }

    private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }
}
