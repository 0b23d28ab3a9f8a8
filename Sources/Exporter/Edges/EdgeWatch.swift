import Diagnosis
import Posix
import Probing
import WhatsApp
import Wire

/// Asks resolvers where the names lead, and probes a home that they lead to no longer, until its task is cancelled.
struct EdgeWatch: Sendable {
    private static let patience = Duration.seconds(5)

    private let plan: EdgePlan
    private let environment: ProbeEnvironment
    private let hostGap: Duration
    private let pacing: HostPacing
    private let ledger: EdgeLedger

    /// - Parameters:
    ///   - hostGap: the least time between two pinned probes of one host, whichever of its addresses they go to.
    ///   - pacing: the scheduler's, kept over reloads. Pinned probes have lines of their own: they go to other addresses than
    ///     the host's other probes.
    init(
        _ plan: EdgePlan, environment: ProbeEnvironment, hostGap: Duration, pacing: HostPacing = HostPacing(), ledger: EdgeLedger
    ) {
        self.plan = plan
        self.environment = environment
        self.hostGap = hostGap
        self.pacing = pacing
        self.ledger = ledger
    }

    /// Watches until cancelled. To be called on the environment's loop.
    func run() async {
        let start = Deadline.now
        await withDiscardingTaskGroup { group in
            for (index, question) in plan.questions.enumerated() {
                let schedule = Schedule(every: question.interval, from: start, index: index, of: plan.questions.count)
                group.addTask { await keepAsking(question, schedule) }
            }
            for (role, target) in plan.targets where role.hasPlaces {
                let schedule = Schedule(every: plan.settings.pinnedInterval, from: start, index: 0, of: 1)
                group.addTask { await keepPinned(role, target, schedule) }
            }
        }
    }

    private func keepAsking(_ question: EdgePlan.Question, _ schedule: Schedule) async {
        var schedule = schedule
        while await wait(for: &schedule) {
            guard let answer = await ask(question) else { return }
            ledger.record(answer)
            guard question.key.role.hasPlaces else { continue }
            let lookup = NameLookup(resolver: environment.resolver, server: question.target.resolver)
            for address in ledger.claimNames(of: answer.addresses, at: environment.now()) {
                if let name = await lookup.name(of: address) { ledger.record(name, of: address, at: environment.now()) }
            }
        }
    }

    /// Asks anew, past the resolver's memory: the TTL is then as answered.
    /// - Returns: an answer, perhaps without addresses; `nil` when cancelled.
    private func ask(_ question: EdgePlan.Question) async -> EdgeAnswer? {
        let (host, type) = (question.target.host, question.key.family == .ip4 ? DNSType.a : .aaaa)
        var answer = EdgeAnswer(key: question.key, addresses: [], at: 0)
        do throws(ProbeFailure) {
            let exchange = try await environment.resolver.query(
                host, type: type, server: question.server, until: .after(Self.patience))
            let resolution = try Resolver.resolution(of: host, type: type, from: exchange)
            // An address no public service has leads to no edge.
            answer.addresses = resolution.addresses.filter { !question.target.isPublic || $0.reach == .global }
            answer.ttlSeconds = resolution.ttlSeconds
        } catch {}
        answer.at = environment.now()
        return Task.isCancelled ? nil : answer
    }

    private func keepPinned(_ role: EdgeRole, _ target: Target, _ schedule: Schedule) async {
        var schedule = schedule
        while await wait(for: &schedule) {
            for address in ledger.pinsDue(role, at: environment.now()) {
                guard await waitForTurn(at: target.host) else { return }
                var pinned = target
                pinned.address = address
                let outcome = await pinned.prober.probe(
                    pinned, over: address.family, in: environment, until: .after(pinned.timeout))
                if Task.isCancelled { return }
                ledger.recordPinned(role, outcome, at: environment.now())
            }
        }
    }

    /// - Returns: false when the task was cancelled first.
    private func wait(for schedule: inout Schedule) async -> Bool {
        guard !Task.isCancelled else { return false }
        return await environment.loop.sleep(until: schedule.take(at: .now).due) == .timedOut
    }

    /// Waits until the host may be probed at an address of old.
    /// - Returns: false when the task was cancelled first.
    private func waitForTurn(at host: String) async -> Bool {
        let ticket = pacing.join("pinned \(host)")
        defer { pacing.leave(ticket) }
        while let moment = pacing.begin(ticket, at: .now, gap: hostGap) {
            guard await environment.loop.sleep(until: moment) == .timedOut else { return false }
        }
        return true
    }
}
