import Posix
import Prometheus
import Server
import Synchronization
import TLS
import WhatsApp

extension Service {
    /// All paths, each with what it answers from.
    func routes() throws -> Routes {
        let hostContext = HostContext(
            paths: options.paths, settings: options.host, collectors: Set(options.hostCollectors)
        ) { [log] collector, message in log.warn("left out", ["collector": collector, "error": message]) }
        let host = try HostCollectors.kinds.filter { kind in
            options.hostCollectors.contains(kind.name) && (options.includesExporterMetrics || kind.name != "process")
        }.map { try $0.make(hostContext) }
        let now: @Sendable () -> Double = { unixTimeNow() }
        let ledger = books.probes
        let own: [any Collector] =
            [
                ProbeCollector(ledger: ledger), ComponentCollector(ledger: ledger), WindowCollector(ledger: ledger, now: now),
                BudgetCollector(ledger: ledger, trends: books.trends, now: now),
                BaselineCollector(ledger: books.trends, now: now),
                ThresholdCollector(ledger: books.trends, now: now), EdgeCollector(ledger: books.edges, now: now),
                AnswerCollector(ledger: books.edges, now: now), VerdictCollector(ledger: ledger, now: now),
                IncidentCollector(ledger: books.incidents), StoreCollector(history: books.history),
                JobCollector(ledger: jobs.ledger),
            ] + sources.flatMap(\.collectors)
        let onDemand = ProbeEndpoint(
            options: options.probe, recent: recentProbes, modules: { [weak self] in self?.configuration?.modules ?? [:] },
            limitation: { [weak self] in self?.configuration?.unservedModules[$0] },
            moduleText: { [weak self] in self?.configuration?.shownModules[$0] },
            environment: { [weak self] in self?.inForce.withLock { $0?.environment } },
            configured: { [weak self] in self?.configuredHosts ?? [] },
            rootKey: { [weak self] in self?.configuration?.chatRootKey ?? .whatsApp }, log: log)
        let hostScrapes = HostScrapes(
            of: CollectorGroup(prefix: "node", host), crew: crew, loop: loops.web, budget: options.host.timeout,
            log: CollectorLog(log))
        let exporter = ExporterCollector(
            reloads: reloads, hangingCollectors: { hostScrapes.absentCount },
            certificateNotAfter: { [web] in web?.terms.tls?.certificateNotAfter },
            statistics: { [weak self] in self?.ports.withLock { $0 }?.statistics ?? ServerStatistics() })
        let aboutItself: [any Collector] = [exporter, OnDemandCollector(counts: onDemand.counts)]
        let group = CollectorGroup(prefix: "whatsapp", options.includesExporterMetrics ? own + aboutItself : own)
        return Routes(
            books: books, metrics: MetricsEndpoint(own: group, ownLog: CollectorLog(log), host: hostScrapes),
            telemetryPath: options.telemetryPath,
            maxScrapes: options.maxRequests == 0 ? nil : options.maxRequests, now: now,
            noteWriter: { [weak self] in NoteWriter(token: self?.configuration?.incidents.notesToken) },
            takesReports: { [weak self] in self?.configuration?.reports?.hasForm == true }, onDemand: onDemand,
            desk: context.desk, signals: sources.flatMap(\.routes),
            shownConfiguration: { [weak self] in self?.configuration?.shownText ?? "" },
            reload: { [weak self] in try await self?.reload() })
    }
}
