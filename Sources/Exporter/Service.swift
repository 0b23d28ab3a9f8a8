import Diagnosis
import Glibc
import Posix
import Probing
import ProcFS
import Server
import Synchronization
import WhatsApp
import Wire

/// The exporter as it runs: probes on one loop, the web side on another, so that neither delays the other.
final class Service: Sendable {
    let options: ServeOptions
    let web: WebConfigurationFile?
    private let load: @Sendable () throws -> Configuration
    let log: Log
    let loops: Loops
    let books: Books
    let jobs: Jobs
    let context: SignalContext
    let sources: [any SignalSource]
    /// Reads this host, which may hang.
    let crew = Crew()
    private let databaseSignal = Mutex(DatabaseSignal())
    let recentProbes: RecentProbes
    /// `nil` until the first configuration is in force.
    let inForce = Mutex<InForce?>(nil)
    let reloads = ReloadStatus(loadedAt: unixTimeNow())
    private let pacing = HostPacing()
    private let probing = Mutex<Task<Void, Never>?>(nil)
    let ports = Mutex<Ports?>(nil)

    /// What goes by the configuration that was loaded last.
    struct InForce: Sendable {
        var configuration: Configuration
        var environment: ProbeEnvironment
    }

    /// Scrapes and pages in hand when the exporter is told to end are given this long.
    private static let farewell: Duration = .seconds(10)

    /// Between two times that what was counted is handed to the history; baselines, which change slowly, less often.
    private static let keepingInterval: Duration = .seconds(30)
    private static let roundsBetweenBaselines = 30

    /// - Parameters:
    ///   - web: `nil` for bare HTTP that is open to everybody.
    ///   - load: reads the configuration anew, for reloads.
    init(
        _ options: ServeOptions, web: WebConfigurationFile?, books: Books, context: SignalContext, sources: [any SignalSource],
        log: Log, loops: Loops, load: @escaping @Sendable () throws -> Configuration
    ) {
        self.options = options
        self.web = web
        self.books = books
        self.context = context
        self.sources = sources
        self.log = log
        self.loops = loops
        self.load = load
        jobs = Jobs(log: log)
        recentProbes = RecentProbes(limit: options.probe.historyLimit)
    }

    /// Serves until SIGTERM or SIGINT. To be called on the web loop.
    /// - Throws: what kept it from beginning: a port taken, a file of authorities that does not load.
    func run(_ configuration: Configuration) async throws {
        let signals = try Signals([SIGTERM, SIGINT, SIGHUP], on: loops.web)
        let environment = try ProbeEnvironment(configuration, on: loops)
        let gate = web.map { web in Gate(on: loops.web) { web.terms } }
        let ports = Ports(try routes().all, gate: gate, on: loops.web)
        self.ports.withLock { $0 = ports }
        let opened = try await ports.listen(as: options)
        // Said only now: a port that is taken is one line and nothing else.
        log.info("starting", ["version": BuildInfo.version, "config": options.configurationFile ?? "embedded"])
        log.info("history", ["kept": options.storageDirectory ?? "in memory only, --storage.path keeps it"])
        for flag in options.foreignFlags { log.warn("collector not here, its flag does nothing", ["flag": flag]) }
        if let web { log.info("web configuration", web.summary) }
        for address in opened.own { log.info("listening", ["address": address]) }
        for address in opened.outward { log.info("listening for reports and webhooks only", ["address": address]) }
        probe(configuration, in: environment)
        let keeping = loops.web.spawn { [self] in await keepBooks() }
        while let signal = await signals.next() {
            guard signal == SIGHUP else {
                log.info("ending", ["signal": signal == SIGTERM ? "SIGTERM" : "SIGINT"])
                break
            }
            try? await reload()
        }
        probing.withLock { $0?.cancel() }
        keeping.cancel()
        await ports.stop(gracefullyUntil: .after(Self.farewell))
        books.keep(at: unixTimeNow())
        books.keepBaselines(at: unixTimeNow())
        for source in sources { source.keep() }
    }

    /// Hands what was counted and learnt to the history, until cancelled.
    private func keepBooks() async {
        var round = 0
        while await loops.web.sleep(until: .after(Self.keepingInterval)) == .timedOut {
            round += 1
            books.keep(at: unixTimeNow())
            for source in sources { source.keep() }
            context.pseudonyms.keep(at: unixTimeNow())
            if round.isMultiple(of: Self.roundsBetweenBaselines) { books.keepBaselines(at: unixTimeNow()) }
        }
    }

    /// Loads the configuration anew and goes over to it; a bad one changes nothing.
    func reload() async throws {
        do {
            let configuration = try load()
            let environment = try ProbeEnvironment(configuration, on: loops)
            books.reconfigure(configuration)
            for source in sources { source.reconfigure(configuration) }
            probe(configuration, in: environment)
            reloads.succeeded(at: unixTimeNow())
            log.info("configuration reloaded", ["targets": configuration.endpoints.count])
        } catch {
            reloads.failed()
            log.error("configuration not reloaded, the old one stays in force", ["error": "\(error)"])
            throw error
        }
    }

    /// Begins to probe by a configuration, in place of what was probed before.
    private func probe(_ configuration: Configuration, in environment: ProbeEnvironment) {
        let scheduler = Scheduler(
            targets: configuration.endpoints.map(\.target), environment: environment,
            secondOpinions: SecondOpinionSeeker(resolvers: configuration.secondOpinionResolvers), hostGap: configuration.hostGap,
            pacing: pacing
        ) { [books, log] report in
            books.record(report)
            log.debug(
                "probed",
                [
                    "target": report.target.name, "family": report.family?.rawValue ?? "any",
                    "result": report.outcome.failure?.rawValue ?? "ok", "seconds": report.outcome.duration.seconds,
                    "detail": report.outcome.detail,
                ])
        }
        let edges = EdgeWatch(
            EdgePlan(configuration.endpoints, settings: configuration.edges), environment: environment,
            hostGap: configuration.hostGap, pacing: pacing, ledger: books.edges)
        let host = HostWatch(
            sampler: HostSampler(procfs: ProcFS(root: options.paths.procfs), sysfs: options.paths.sysfs), crew: crew,
            loop: loops.probes
        ) { [books] in books.observe($0) }
        inForce.withLock { $0 = InForce(configuration: configuration, environment: environment) }
        for sentence in configuration.unservedModules.values.sorted() { log.warn("module not served", ["error": sentence]) }
        let task = loops.probes.spawn {
            await withDiscardingTaskGroup { [self] group in
                group.addTask { await scheduler.run() }
                group.addTask { await edges.run() }
                group.addTask { await host.run() }
                for source in sources { group.addTask { await source.run(in: environment) } }
                group.addTask { [self] in
                    await jobs.run(configuration.jobs, in: environment, rootKey: configuration.chatRootKey) {
                        self.observe($2, of: $1, by: $0, at: $3)
                    }
                }
            }
        }
        probing.withLock { current in
            current?.cancel()
            current = task
        }
        log.info("probing", ["targets": configuration.endpoints.count, "jobs": configuration.jobs.count])
    }

    /// Tells the diagnosis when a job finds a database of the operator's own slow.
    private func observe(_ outcome: ProbeOutcome, of target: Target, by module: Module, at time: Double) {
        let signal = databaseSignal.withLock { $0.take(outcome, of: target.name, by: module, at: time) }
        guard let signal else { return }
        context.desk.say(
            signal.kind, scope: signal.scope, by: "database", isPresent: signal.isPresent, at: signal.at, detail: signal.detail)
    }

    var configuration: Configuration? {
        inForce.withLock { $0?.configuration }
    }

    /// Whom the configuration itself names.
    var configuredHosts: Set<String> {
        jobs.hosts.union(configuration?.endpoints.map(\.target.host) ?? [])
    }
}
