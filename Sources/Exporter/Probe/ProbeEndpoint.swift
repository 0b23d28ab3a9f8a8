import Posix
import Probing
import Prometheus
import Server
import Synchronization
import WhatsApp
import Wire

/// `/probe`: probes a target by a module, once, and answers with what it found; a probe that fails is an answer too.
struct ProbeEndpoint: Sendable {
    /// The longest a scraper can make a probe last.
    private static let handlerTimeout = Duration.seconds(3700)

    let options: ProbeOptions
    let recent: RecentProbes
    let counts = ProbeRequestCounts()
    /// The modules in force.
    let modules: @Sendable () -> [String: Module]
    /// Why a module that is configured is not served, as one line; `nil` for all others.
    let limitation: @Sendable (String) -> String?
    /// A module's configuration by its name, secrets masked.
    let moduleText: @Sendable (String) -> String?
    /// What probes work with, on the loop they run on; `nil` while there is none.
    let environment: @Sendable () -> ProbeEnvironment?
    /// The hosts and Unix sockets that are configured to be probed.
    let configured: @Sendable () -> Set<String>
    /// What the certificates of chat servers must chain to.
    let rootKey: @Sendable () -> ChatRootKey
    let log: Log
    private let negotiator = ContentNegotiator()

    init(
        options: ProbeOptions, recent: RecentProbes, modules: @escaping @Sendable () -> [String: Module],
        limitation: @escaping @Sendable (String) -> String? = { _ in nil },
        moduleText: @escaping @Sendable (String) -> String?, environment: @escaping @Sendable () -> ProbeEnvironment?,
        configured: @escaping @Sendable () -> Set<String>, rootKey: @escaping @Sendable () -> ChatRootKey = { .whatsApp },
        log: Log
    ) {
        self.options = options
        self.recent = recent
        self.modules = modules
        self.limitation = limitation
        self.moduleText = moduleText
        self.environment = environment
        self.configured = configured
        self.rootKey = rootKey
        self.log = log
    }

    /// The paths under which probes are asked for and looked up.
    var routes: [Route] {
        let logs = LogsEndpoint(recent: recent, moduleText: moduleText)
        return [
            .get("/probe", maxConcurrentRequests: options.mostProbes, handlerTimeout: Self.handlerTimeout) { await answer($0) },
            .get("/logs") { logs.answer($0) },
        ]
    }

    func answer(_ request: Request) async -> Response {
        let query: ProbeQuery
        do throws(ProbeQuery.Refusal) {
            query = try ProbeQuery(
                request, modules: modules(), timeoutOffset: options.timeoutOffset, limitation: limitation
            ) { counts.unknownModule() }
        } catch {
            return .error(error.status, error.line)
        }
        guard let environment = environment() else { return .error(503, "the exporter is still starting") }
        let notes = ProbeLog(now: environment.now)
        var outcome = ProbeOutcome()
        do throws(TargetError) {
            let target = try ModuleAim.target(
                of: query.module, at: query.target, hostname: query.hostname, named: query.target, rootKey: rootKey())
            let rules = AllowRules(
                rules: options.allowRules, configured: options.allowRules.contains(.configured) ? configured() : [])
            if let refusal = rules.refusal(of: target, at: query.target) {
                counts.refusedTarget()
                return .error(403, refusal)
            }
            outcome = await probe(target, by: rules, for: query.timeout, in: environment, noting: notes)
        } catch {
            guard case .malformed(let line) = error else { return .error(400, "\(error)") }
            outcome.failure = .targetInvalid
            outcome.detail = line
        }
        let finished = FinishedProbe(module: query.module, target: query.target, timeout: query.timeout, outcome: outcome)
        note(finished, in: notes)
        return answer(request, query, finished, notes.lines, at: environment.now())
    }

    /// Goes to the probes' loop, probes and comes back.
    private func probe(
        _ target: Target, by rules: AllowRules, for timeout: Duration, in environment: ProbeEnvironment, noting notes: ProbeLog
    ) async -> ProbeOutcome {
        var environment = environment
        environment.log = notes
        environment.objection = { rules.refusal(of: $1, for: $0, askedFor: target.host) }
        let deadline = Deadline.after(timeout)
        return await withTaskExecutorPreference(environment.loop) { [environment] in
            await AddressSweep.probe(target, in: environment, until: deadline)
        }
    }

    /// Says how the probe ended, and hands what it noted to the exporter's log.
    private func note(_ probe: FinishedProbe, in notes: ProbeLog) {
        if let failure = probe.outcome.failure {
            notes.note(.error, "Probe failed", ["reason": failure.rawValue, "detail": probe.outcome.detail])
        } else {
            notes.note(.debug, "Probe succeeded", ["detail": probe.outcome.detail])
        }
        counts.probed(isSuccess: probe.outcome.isSuccess)
        for line in notes.lines where line.level >= options.logLevel {
            func fields() -> Log.Fields {
                let detail = line.fields.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
                return ["module": probe.module.name, "target": probe.target, "detail": detail]
            }
            switch line.level {
            case .debug: log.debug(line.message, fields())
            case .info: log.info(line.message, fields())
            case .warn: log.warn(line.message, fields())
            case .error: log.error(line.message, fields())
            }
        }
    }

    private func answer(
        _ request: Request, _ query: ProbeQuery, _ probe: FinishedProbe, _ lines: [ProbeLog.Line], at now: Double
    ) -> Response {
        let negotiation = negotiator.negotiation(for: request.head.fields.joined("accept"))
        var sink = MetricSink(query.isDebug ? .text : negotiation.format, capacityBytes: 4 << 10)
        ProbeExposition(probe).write(into: &sink)
        let exposition = sink.bytes
        recent.record(probe, log: lines, exposition: exposition, at: now)
        guard !query.isDebug else {
            let entry = RecentProbes.Entry(
                id: 0, module: probe.module.name, target: probe.target, at: now, failure: probe.outcome.failure,
                duration: probe.outcome.duration, log: lines, exposition: exposition)
            return Response(
                contentType: "text/plain; charset=utf-8",
                body: ProbeReportText(entry, configuration: moduleText(probe.module.name)).bytes)
        }
        sink.finish()
        return Response(
            fields: ["Content-Type": negotiation.contentType, "Vary": "Accept"], body: sink.bytes, isCompressible: true)
    }
}

extension AllowRules {
    /// Why a target must not be probed, judged by its text; `nil` when it may, so far.
    fileprivate func refusal(of target: Target, at text: String) -> String? {
        target.host.isEmpty ? refusal(ofPath: text) : refusal(ofHost: target.host)
    }
}
