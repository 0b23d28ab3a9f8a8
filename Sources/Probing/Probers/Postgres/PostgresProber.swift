package import Posix
import PostgreSQL
package import Wire

/// Logs in to a PostgreSQL database, runs a query, and looks at how the database is.
package struct PostgresProber: Prober {
    private let settings: PostgresSettings

    package init(settings: PostgresSettings) {
        self.settings = settings
    }

    package var name: String { "postgres" }
    package var layers: [FailureLayer] { [.resolving, .connecting, .tls, .database, .permission] }
    package var phases: [Phase] { [.connect, .authenticate] + (settings.query.isEmpty ? [] : [.query]) }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await .of { outcome throws(ProbeFailure) in
            var finding = DatabaseFinding()
            do throws(ProbeFailure) {
                try await run(target, over: family, in: environment, until: deadline, &finding, &outcome)
                outcome.finding = .database(finding)
            } catch {
                outcome.finding = .database(finding)
                throw error
            }
        }
    }

    private func run(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline,
        _ finding: inout DatabaseFinding, _ outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) {
        let entry = try PostgresEntry(settings, to: target, over: family, in: environment)
        var session = try await entry.open(into: &outcome, until: deadline)
        finding.serverVersion = PrintableLine.of(session.serverVersion)
        finding.isInRecovery = session.isInHotStandby
        environment.note(.debug, "Logged in", ["user": settings.user, "server_version": finding.serverVersion])
        var failure: ProbeFailure?
        do throws(ProbeFailure) {
            try await query(&session, &finding, &outcome, until: deadline)
            let took = (outcome.phases[.authenticate] ?? .zero) + (outcome.phases[.query] ?? .zero)
            finding.isSlow = settings.slowAfter.map { took > $0 }
            outcome.detail = "PostgreSQL \(finding.serverVersion)" + (finding.rows.map { ", \($0) rows" } ?? "")
        } catch {
            environment.note(.error, "Query failed", ["error": error.detail])
            failure = error
        }
        // How the database is matters most when its query fails.
        if settings.glances { await Glance(settings).take(from: &session, into: &finding, until: deadline) }
        await session.close()
        if let failure { throw failure }
    }

    private func query(
        _ session: inout PostgresSession, _ finding: inout DatabaseFinding, _ outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        guard !settings.query.isEmpty else { return }
        try await session.ask(opening(until: deadline), until: deadline)
        var start = Deadline.now
        let answer = try await session.askOne(settings.query, keeping: max(1, settings.mostRows), until: deadline)
        outcome.finish(.query, since: &start)
        finding.rows = answer.rowCount
        finding.values = try QueryJudgement(settings).readings(of: answer)
    }

    /// A transaction in which nothing can be written, nor committed and begun anew by what is called in it, and in which the
    /// server itself ends what takes too long: it need not find out that nobody waits any more.
    private func opening(until deadline: Deadline) -> String {
        let left = min(settings.statementTimeout, (deadline - .now) * 9 / 10)
        let milliseconds = min(max(1, left.nanoseconds / 1_000_000), 86_400_000)
        // Earlier than the statement's, so that the server says that it was a lock.
        return """
            BEGIN READ ONLY; SET LOCAL statement_timeout = \(milliseconds); \
            SET LOCAL lock_timeout = \(max(1, milliseconds * 9 / 10))
            """
    }
}
