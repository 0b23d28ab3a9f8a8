import Diagnosis
import Posix
import Probing
import Prometheus
import Server
import Synchronization
import WhatsApp

/// Asks the business platform for the health of the operator's nodes, and tells the desk what follows.
///
/// When to ask outlasts reloads: however often there is one, the platform is asked no more than the configuration allows.
final class HealthWatch: SignalSource {
    private struct State {
        var section: BusinessSection?
        var plan = PollPlan()
        /// Nodes whose other fields the API does not know.
        var narrowed: Set<String> = []
        /// The last result of each, for the log to have each change once.
        var logged: [String: String] = [:]
    }

    /// Under its name the desk hears of it.
    static let source = "health"
    /// What stands is said again so often.
    private static let repetition = 240.0
    /// How soon a node is asked for less, when all was too much.
    private static let narrowingSeconds = 1.0

    let ledger = HealthLedger()
    private let context: SignalContext
    private let state = Mutex(State())

    init(_ configuration: Configuration, _ context: SignalContext) {
        self.context = context
        reconfigure(configuration)
    }

    var collectors: [any Collector] { [HealthCollector(ledger: ledger, now: context.now)] }

    func reconfigure(_ configuration: Configuration) {
        let section = configuration.business
        state.withLock { state in
            state.section = section
            let ids = section?.nodes.map(\.id) ?? []
            state.plan.reconfigure(
                ids, interval: section?.interval.seconds ?? 0, callsPerHour: section?.callsPerHour ?? 1, at: Self.seconds)
            // Another version of the API may know more.
            state.narrowed = []
            state.logged = state.logged.filter { ids.contains($0.key) }
        }
        ledger.reconfigure(section)
        say()
    }

    func run(in environment: ProbeEnvironment) async {
        while let turn = state.withLock({ $0.plan.next(at: Self.seconds) }) {
            let wait = min(turn.at - Self.seconds, Self.repetition)
            if wait > 0, await environment.loop.sleep(until: .after(.seconds(wait))) != .timedOut { return }
            if Task.isCancelled { return }
            if wait < Self.repetition { await ask(environment) }
            say()
        }
    }

    /// Asks for the node whose turn it is, if that has come.
    private func ask(_ environment: ProbeEnvironment) async {
        let call = state.withLock { state -> HealthCall? in
            let now = Self.seconds
            guard let section = state.section, let turn = state.plan.next(at: now), turn.at <= now,
                let node = section.nodes.first(where: { $0.id == turn.node })
            else { return nil }
            state.plan.began(node.id, at: now, jitter: .random(in: 0...1))
            return HealthCall(section: section, node: node, isWhole: !state.narrowed.contains(node.id))
        }
        guard let call else { return }
        let reply = await call.make(in: environment)
        // What was under way at a reload is asked again by those who come after.
        if Task.isCancelled { return state.withLock { $0.plan.look(again: call.node.id, within: 0, at: Self.seconds) } }
        take(reply, of: call)
    }

    private func take(_ reply: HealthCall.Reply, of call: HealthCall) {
        let id = call.node.id
        let interval = state.withLock { state in
            switch reply.answer {
            case .error(.rateLimit, _): state.plan.refused(at: Self.seconds, regainSeconds: reply.usage.regainSeconds)
            case .error(.request, _) where call.node.kind == .phoneNumber && call.isWhole:
                state.narrowed.insert(id)
                state.plan.look(again: id, within: Self.narrowingSeconds, at: Self.seconds)
                state.plan.answered()
            case .error, .health: state.plan.answered()
            case .mishap: break
            }
            return state.plan.currentInterval
        }
        let isNew = ledger.record(reply, of: id, pollInterval: interval, at: context.now())
        if isNew { state.withLock { $0.plan.look(again: id, at: Self.seconds) } }
        log(reply, of: call.node)
    }

    private func log(_ reply: HealthCall.Reply, of node: BusinessNode) {
        var result = reply.answer.label
        switch reply.answer {
        case .health(let health): result = health.overall.rawValue
        case .error(_, let code?): result += " (\(code))"
        case .error, .mishap: break
        }
        let isNew = state.withLock { $0.logged.updateValue(result, forKey: node.id) != result }
        guard isNew else { return }
        let fields: Log.Fields = ["node": node.id, "kind": node.kind.rawValue, "result": result, "detail": reply.detail]
        if case .health = reply.answer {
            context.log.info("business health", fields)
        } else {
            context.log.warn("business health", fields)
        }
    }

    private func say() {
        let time = context.now()
        let claims = ledger.claims(at: time)
        let said = [
            (Signal.Kind.accountBlocked, claims.accountBlocked), (.platformErrors, claims.platformErrors),
            (.requestsLimited, claims.requestsLimited),
        ]
        for (kind, line) in said {
            context.desk.say(kind, scope: .business, by: Self.source, isPresent: line != nil, at: time, detail: line ?? "")
        }
    }

    /// Seconds of the clock that never steps.
    private static var seconds: Double { Double(Deadline.now.nanoseconds) / 1e9 }
}
