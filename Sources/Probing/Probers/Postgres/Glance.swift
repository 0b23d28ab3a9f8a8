import Posix
import PostgreSQL

/// A look at how a database is, through its own views.
struct Glance {
    private static let longestQuery = Duration.seconds(1)
    /// Less is not worth beginning another query.
    private static let leastTime = Duration.milliseconds(20)

    private let settings: PostgresSettings

    init(_ settings: PostgresSettings) {
        self.settings = settings
    }

    /// Asks one thing after the other as long as there is time; what cannot be had is told and left out.
    func take(from session: inout PostgresSession, into finding: inout DatabaseFinding, until deadline: Deadline) async {
        await leaveTransaction(of: &session, until: deadline)
        for query in GlanceQuery.all(forVersion: session.serverVersionNumber) {
            guard let answer = await ask(query, of: &session, into: &finding, until: deadline) else { continue }
            finding.glance += readings(in: answer)
        }
        if settings.mostStatements > 0 { await takeStatements(from: &session, into: &finding, until: deadline) }
        finding.glance = DatabaseFinding.Reading.grouped(finding.glance)
        if let recovery = finding.glance.first(where: { $0.name == "in_recovery" }) { finding.isInRecovery = recovery.value == 1 }
        let hidden = finding.glance.first { $0.name == "connections" && $0.labels.first?.value == "hidden" }
        if let hidden {
            let line = "activity: \(Int(hidden.value)) connections are hidden from \(settings.user), no member of pg_monitor"
            finding.glanceFaults.append(PrintableLine.of(line))
        }
    }

    /// The glance's statements are transactions of their own.
    private func leaveTransaction(of session: inout PostgresSession, until deadline: Deadline) async {
        guard !settings.query.isEmpty, session.isUsable else { return }
        do throws(ProbeFailure) {
            try await session.ask("ROLLBACK", until: deadline)
        } catch {
            // A session that cannot even do that is not usable any more, which each question will find.
        }
    }

    private func takeStatements(
        from session: inout PostgresSession, into finding: inout DatabaseFinding, until deadline: Deadline
    ) async {
        guard let place = await ask(.statementsPlace, of: &session, into: &finding, until: deadline) else { return }
        guard let row = place.rows.first, row.count == 2, let schema = row[0], let version = row[1] else {
            finding.glanceFaults.append("statements: pg_stat_statements is not installed in the database")
            return
        }
        let query = GlanceQuery.statements(in: schema, version: version, most: min(settings.mostStatements, 100))
        guard let answer = await ask(query, of: &session, into: &finding, until: deadline) else { return }
        finding.glance += readings(in: answer)
    }

    private func ask(
        _ query: GlanceQuery, of session: inout PostgresSession, into finding: inout DatabaseFinding, until deadline: Deadline
    ) async -> PostgresAnswer? {
        let left = deadline - .now
        guard session.isUsable, left > Self.leastTime else {
            finding.glanceFaults.append("\(query.name): " + (session.isUsable ? "no time left" : "no connection left"))
            return nil
        }
        let milliseconds = min(Self.longestQuery, left).nanoseconds / 1_000_000
        // Together one transaction, which ends with them.
        let sql = """
            SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = \(milliseconds); \
            SET LOCAL search_path = pg_catalog; \(query.sql)
            """
        do throws(ProbeFailure) {
            return try await session.ask(sql, until: deadline)
        } catch {
            finding.glanceFaults.append(PrintableLine.of("\(query.name): \(error.detail)"))
            return nil
        }
    }

    /// Rows of a metric's name, its label's value and its value; what has no value is left out.
    private func readings(in answer: PostgresAnswer) -> [DatabaseFinding.Reading] {
        answer.rows.compactMap { row in
            guard row.count == 3, let name = row[0], let text = row[2], let value = QueryJudgement.number(in: text, ofType: 0),
                let description = DatabaseReadings.description(of: name)
            else { return nil }
            let labels = description.label.map { [($0, PrintableLine.of(row[1] ?? ""))] } ?? []
            return DatabaseFinding.Reading(name: name, labels: labels, value: value)
        }
    }
}
