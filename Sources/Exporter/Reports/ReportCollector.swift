import Diagnosis
import Prometheus

/// What users report, and what is made of it; no samples while reports are not configured.
struct ReportCollector: Collector {
    let name = "reports"
    let journal: Journal<ReportBook>
    let results: CounterFamily<ReportResult>
    /// `nil` while reports are not configured.
    let section: @Sendable () -> ReportsSection?

    private static let reports = MetricFamily(
        "whatsapp_reports_total", .counter,
        help:
            "Reports of trouble that counted, by symptom and region: one for each reporter, symptom and window (reports: window)."
    )
    private static let clients = MetricFamily(
        "whatsapp_report_clients_total", .counter, help: "Reports of trouble that counted, by what the reporter uses.")
    private static let texts = MetricFamily(
        "whatsapp_report_texts_total", .counter,
        help: "Reports of trouble that counted and came with free text; what it said is not kept.")
    private static let last = MetricFamily(
        "whatsapp_report_last_timestamp_seconds", .gauge,
        help: "When the last report that counted came; absent before the first.")
    private static let reporters = MetricFamily(
        "whatsapp_report_distinct_reporters", .gauge,
        help: "Distinct reporters of the symptom within the window (reports: window).")
    private static let surge = MetricFamily(
        "whatsapp_report_surge", .gauge,
        help: "Whether far more reports come than usual at this hour of the week, for long enough and from enough sources.")
    private static let score = MetricFamily(
        "whatsapp_report_surge_score", .gauge,
        help: "How unlikely so many reports are by chance: the negated decimal logarithm of the probability, at most 300.")
    private static let recent = MetricFamily(
        "whatsapp_report_recent_reports", .gauge,
        help: "Reports of the last 10 minutes as the watch for surges counts them: of each source no more than may count.")
    private static let expected = MetricFamily(
        "whatsapp_report_expected_reports", .gauge,
        help: "How many reports are usual for 10 minutes at this hour of the week; absent while too little is known.")
    private static let sources = MetricFamily(
        "whatsapp_report_sources", .gauge, help: "Sources that the reports of the last 10 minutes come from.")
    private static let answers = MetricFamily(
        "whatsapp_report_survey_answers_total", .counter, help: "Answers to whether the trouble is solved.")
    private static let severity = MetricFamily(
        "whatsapp_report_survey_severity", .histogram, help: "Answers to how bad the trouble is, from 1 to 5.")
    private static let severities = Buckets([1, 2, 3, 4, 5])

    func collect(into sink: inout MetricSink) {
        let section = section()
        let symptoms = section == nil ? [] : Symptom.allCases
        let figures = journal.withBook { Figures($0, section) }
        let tally = figures.tally
        if section != nil { results.write(into: &sink) }

        sink.begin(Self.reports)
        for symptom in symptoms {
            for region in (section?.regions ?? []) + [ReportTally.noRegion] {
                sink.sample("symptom", symptom.rawValue, "user_region", region, tally.reports(of: symptom, from: region))
            }
        }
        sink.begin(Self.clients)
        for client in section == nil ? [] : ReportClient.allCases {
            sink.sample("client", client.rawValue, tally.reports(by: client))
        }
        sink.begin(Self.texts)
        if section != nil { sink.sample(tally.texts) }
        sink.begin(Self.last)
        if section != nil, let time = tally.lastAt { sink.sample(time) }
        sink.begin(Self.reporters)
        for symptom in symptoms { sink.sample("symptom", symptom.rawValue, figures.reporters[symptom] ?? 0) }
        write(figures.readings, of: symptoms, into: &sink)
        write(tally, of: symptoms, into: &sink)
        ReportImpacts.write(figures.impacts, into: &sink)
    }

    private func write(_ readings: [Symptom: SurgeReading], of symptoms: [Symptom], into sink: inout MetricSink) {
        let all = symptoms.map { (label: $0.rawValue, reading: readings[$0] ?? SurgeReading()) }
        sink.begin(Self.surge)
        for (label, reading) in all { sink.sample("symptom", label, reading.isSurging) }
        sink.begin(Self.score)
        for (label, reading) in all { sink.sample("symptom", label, reading.score) }
        sink.begin(Self.recent)
        for (label, reading) in all { sink.sample("symptom", label, reading.reports) }
        sink.begin(Self.expected)
        for (label, reading) in all {
            if let expected = reading.expected { sink.sample("symptom", label, expected) }
        }
        sink.begin(Self.sources)
        for (label, reading) in all { sink.sample("symptom", label, reading.sources) }
    }

    private func write(_ tally: ReportTally, of symptoms: [Symptom], into sink: inout MetricSink) {
        sink.begin(Self.answers)
        for symptom in symptoms {
            let answers = tally.answers(about: symptom)
            sink.sample("symptom", symptom.rawValue, "solved", "yes", answers.solved)
            sink.sample("symptom", symptom.rawValue, "solved", "no", answers.unsolved)
        }
        sink.begin(Self.severity)
        for symptom in symptoms {
            let counts = tally.answers(about: symptom).severities
            let sum = zip(1..., counts).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            sink.histogram(["symptom": symptom.rawValue], Histogram(Self.severities, counts: counts + [0], sum: sum))
        }
    }

    /// What a scrape needs of the book.
    private struct Figures: Sendable {
        var tally: ReportTally
        var reporters: [Symptom: Int] = [:]
        var readings: [Symptom: SurgeReading] = [:]
        var impacts: [(Symptom, Impact)] = []

        init(_ book: ReportBook, _ section: ReportsSection?) {
            tally = book.tally
            for symptom in Symptom.allCases {
                reporters[symptom] = book.reporters(of: symptom)
                readings[symptom] = book.reading(of: symptom)
                if let section, let users = section.users,
                    let impact = book.impact(of: symptom, users: users, reportingShare: section.reportingShare)
                {
                    impacts.append((symptom, impact))
                }
            }
        }
    }
}
