import Diagnosis
import Posix
import Probing
import Synchronization
import WhatsApp
import Wire

/// The books of edges: what resolvers answered, and how the addresses fared.
///
/// The probes' loop writes, the web side reads.
final class EdgeLedger: Sendable {
    private struct State: Sendable {
        var plan: EdgePlan
        var edges = EdgeBook()
        var answers = AnswerBook()

        init(_ plan: EdgePlan) {
            self.plan = plan
            fit()
        }

        /// Keeps what the plan asks about, for as long as its rhythm makes it news.
        mutating func fit() {
            let settings = plan.settings
            edges.answerValidSeconds = max(600, 3 * max(settings.interval, settings.resolverInterval).seconds)
            edges.pinValidSeconds = max(300, 5 * settings.pinnedInterval.seconds)
            edges.expect(plan.keys)
            answers.expect(plan.keys)
        }

        mutating func book(_ attempt: EdgeAttempt) {
            edges.connect(attempt)
            answers.connect(attempt)
        }
    }

    private let state: Mutex<State>

    init(_ plan: EdgePlan) {
        state = Mutex(State(plan))
    }

    /// Goes over to another plan; what stays in it keeps its past.
    func reconfigure(_ plan: EdgePlan) {
        state.withLock { state in
            state.plan = plan
            state.fit()
        }
    }

    /// Books what an ordinary probe found at an address, if its target is one whose addresses are followed.
    func record(_ report: ProbeReport) {
        state.withLock { state in
            guard let role = state.plan.role(of: report.target) else { return }
            if let attempt = EdgeAttempt(role, report.outcome, at: report.finishedAt) { state.book(attempt) }
            if let opinion = report.outcome.secondOpinion, let address = opinion.address?.ip,
                opinion.failure?.isAboutThePeer ?? true
            {
                state.book(EdgeAttempt(role: role, address: address, at: report.finishedAt, isSuccess: opinion.failure == nil))
            }
        }
    }

    /// Books a probe of an address that was home.
    func recordPinned(_ role: EdgeRole, _ outcome: ProbeOutcome, at time: Double) {
        guard var attempt = EdgeAttempt(role, outcome, at: time) else { return }
        attempt.isPinned = true
        state.withLock { $0.book(attempt) }
    }

    /// Books an answer, or that there was none.
    func record(_ answer: EdgeAnswer) {
        state.withLock { state in
            guard state.plan.keys.contains(answer.key) else { return }
            state.edges.see(answer)
            state.answers.see(answer)
        }
    }

    /// Those of some addresses whose names should be asked for now, by the caller.
    func claimNames(of addresses: [IPAddress], at time: Double) -> [IPAddress] {
        state.withLock { state in addresses.filter { state.edges.names.claim($0, at: time) } }
    }

    func record(_ name: AddressName, of address: IPAddress, at time: Double) {
        state.withLock { $0.edges.names.record(name, of: address, at: time) }
    }

    /// Addresses of a role that were home and should be probed now.
    func pinsDue(_ role: EdgeRole, at time: Double) -> [IPAddress] {
        state.withLock { state in
            // Rounds are as far apart as probes, so that a round a little early must not leave one out.
            state.edges.pinsDue(role, at: time, every: state.plan.settings.pinnedInterval.seconds * 0.9)
        }
    }

    /// All that is known at a time, in Unix seconds.
    func overview(at now: Double) -> EdgeOverview {
        state.withLock { state in
            EdgeOverview(
                hosts: state.plan.targets.mapValues(\.host), location: state.plan.settings.location,
                edges: state.edges.readings(at: now), answers: state.answers.readings(at: now),
                groups: state.answers.groups(at: now))
        }
    }

    /// What to keep of the hour a time lies in: an address's count each, growing till the hour is over.
    func rows(ofHourAt time: Double) -> [EdgeHomeRow] {
        state.withLock { $0.edges.rows(ofHourAt: time) }
    }

    /// Takes back what was kept, before the first answer; what the plan does not ask about is dropped.
    func restore(_ rows: [EdgeHomeRow]) {
        state.withLock { state in
            state.edges.restore(rows)
            state.edges.expect(state.plan.keys)
        }
    }
}
