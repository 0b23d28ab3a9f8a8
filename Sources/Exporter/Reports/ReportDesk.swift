import Diagnosis
import Posix
import Probing
import Prometheus
import Server
import Synchronization

extension ReportEntry: JournalEntry {}
extension ReportBook: JournalledBook {}

/// Users' reports: takes them in, counts them, and tells the desk while those of a symptom surge.
final class ReportDesk: SignalSource {
    private let section: Mutex<ReportsSection?>
    private let journal: Journal<ReportBook>
    private let intake: ReportIntake
    private let context: SignalContext
    private let surging = Mutex<Set<Symptom>>([])
    private let results = CounterFamily(
        MetricFamily(
            "whatsapp_report_requests_total", .counter,
            help: "Requests to report trouble since the exporter's start, of programs and of the page, by what became of them."),
        keys: ReportResult.allCases, labels: { ["result": $0.rawValue] })

    /// Between two looks at whether reports surge.
    private static let interval = Duration.seconds(10)

    init(_ configuration: Configuration, _ context: SignalContext) {
        self.context = context
        section = Mutex(configuration.reports)
        journal = Journal(ReportBook(configuration.reports?.book ?? ReportBook.Settings()), name: "reports", context)
        intake = ReportIntake(journal, context)
        if let reports = configuration.reports { intake.reconfigure(reports) }
    }

    var routes: [Route] {
        let section: @Sendable () -> ReportsSection? = { [self] in self.section.withLock { $0 } }
        return ReportsEndpoint(intake: intake, results: results, section: section).routes
            + ReportPage(intake: intake, results: results, section: section).routes
    }

    var collectors: [any Collector] {
        [ReportCollector(journal: journal, results: results) { [self] in section.withLock { $0 } }]
    }

    func reconfigure(_ configuration: Configuration) {
        section.withLock { $0 = configuration.reports }
        if let reports = configuration.reports { intake.reconfigure(reports) }
    }

    func run(in environment: ProbeEnvironment) async {
        repeat {
            speak(at: context.now())
        } while await environment.loop.sleep(until: .after(Self.interval)) == .timedOut
    }

    func keep() { journal.keep() }

    /// Tells the desk of each symptom whose reports surge, and once when they do no more.
    func speak(at time: Double) {
        let isConfigured = section.withLock { $0 != nil }
        let readings = journal.withBook { book in
            book.advance(to: time)
            return Symptom.allCases.map { ($0, book.reading(of: $0)) }
        }
        for (symptom, reading) in readings {
            let isPresent = isConfigured && reading.isSurging
            let wasPresent = surging.withLock { surging in
                isPresent ? !surging.insert(symptom).inserted : surging.remove(symptom) != nil
            }
            guard isPresent || wasPresent else { continue }
            context.desk.say(
                .reportSurge, scope: symptom.scope, by: "reports of \(symptom.rawValue)", isPresent: isPresent, at: time,
                detail: reading.sentence(of: symptom))
            if isPresent != wasPresent {
                context.log.info(
                    isPresent ? "reports surge" : "reports surge no more",
                    ["symptom": symptom.rawValue, "detail": reading.sentence(of: symptom)])
            }
        }
    }
}

extension SurgeReading {
    /// Figures for people: `reports of cannot send: 31 from 24 sources in 10 minutes, where 2.1 are usual`.
    fileprivate func sentence(of symptom: Symptom) -> String {
        let words = symptom.rawValue.replacing("_", with: " ")
        let tenths = expected.map { ($0 * 10).rounded() / 10 }
        return "reports of \(words): \(Int(reports.rounded())) from \(sources) sources in \(Int(Self.windowSeconds / 60)) minutes"
            + (tenths.map { ", where \($0) are usual" } ?? "")
    }
}
