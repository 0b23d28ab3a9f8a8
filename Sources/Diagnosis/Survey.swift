import Probing
import WhatsApp
import Wire

/// All checks at one moment: what the rules look at.
struct Survey: Sendable {
    private(set) var readings: [Reading]
    private let slackSeconds: Double
    /// What is known of this host, the weightiest first.
    let hostSigns: [HostSign]
    /// What was severe of late, too.
    let strains: [Strain]
    private let board: SignalBoard
    private let time: Double
    /// Whether any check fails; while none does, only few rules have something to say.
    private(set) var hasFailing = false
    /// What each kind of control says, and the share of it that is broken.
    private(set) var controlAnswers: [(evidence: Evidence, brokenShare: Double)] = []
    private var consumer: [Reading] = []
    private var business: [Reading] = []
    private var statuses: [ComponentStatus] = []

    init(
        of histories: [TargetHistory], host: HostSigns = HostSigns(), signals: SignalBoard = SignalBoard(), at time: Double,
        slackSeconds: Double
    ) {
        self.slackSeconds = slackSeconds
        self.time = time
        hostSigns = host.signs(at: time)
        strains = host.strains(at: time)
        board = signals
        readings = histories.map { Reading($0, standing: $0.standing(at: time)) }
        if readings.contains(where: \.isBroken) {
            readings = settingAsideMissingFamilies()
            readings = promotingAlike()
            readings = passingOverOvertaken()
        }
        hasFailing = readings.contains(where: \.isFailing)
        for reading in readings {
            guard let scopes = reading.component?.scopes else { continue }
            if scopes.contains(.consumer) { consumer.append(reading) }
            if scopes.contains(.business) { business.append(reading) }
        }
        statuses = Component.allCases.map { component in
            ComponentStatus(of: readings.lazy.filter { $0.component == component })
        }
        controlAnswers = [Control.address, .site, .resolver, .gateway].compactMap { kind in
            let controls = controls(kind)
            guard let evidence = Evidence(answersOf: controls) else { return nil }
            let known = controls.count(where: \.isKnown)
            return (evidence, Double(controls.count(where: \.isBroken)) / Double(known))
        }
    }

    /// Whether no check fails, nor has failed in a way that others' failures could confirm.
    var isCalm: Bool { !hasFailing && !readings.contains { $0.standing == .unproven } }

    func status(of component: Component) -> ComponentStatus {
        Component.allCases.firstIndex(of: component).map { statuses[$0] } ?? .unknown
    }

    /// What people and the platform say to a scope.
    func signals(_ scope: Scope) -> [SignalBoard.Entry] { board.entries(for: scope, at: time) }

    /// For how many seconds a signal has been up.
    func age(of entry: SignalBoard.Entry) -> Double { max(0, time - entry.since) }

    /// Whether what a scope's verdict hangs on works, as far as can be probed.
    func isWell(_ scope: Scope) -> Bool {
        let decisive = whatsApp(scope).filter { $0.component?.isDecisive == true }
        return decisive.contains(where: \.isWorking) && !decisive.contains(where: \.isFailing)
    }

    /// The checks of WhatsApp that matter to a scope.
    func whatsApp(_ scope: Scope) -> [Reading] {
        scope == .consumer ? consumer : business
    }

    /// The failing checks on which a scope's verdict hangs.
    func failing(_ scope: Scope) -> [Reading] {
        whatsApp(scope).filter { $0.isFailing && $0.component?.isDecisive == true }
    }

    /// The checks on which any scope's verdict hangs and that fail, or are about to.
    func broken() -> [Reading] { readings.filter { $0.isBroken && $0.component?.isDecisive == true } }

    /// Whether WhatsApp's name servers are known to be gone: not merely to have no name that this host's own resolver knows.
    var nameServersAreGone: Bool {
        let known = readings.filter { $0.component == .dnsAuthority && $0.isKnown }
        return !known.isEmpty
            && known.allSatisfy { $0.isBroken && ($0.history.lastFailure?.address != nil || $0.isUnnamedElsewhere) }
    }

    /// A check's last failure in five intervals, even if it has worked since.
    func recentFailure(of reading: Reading) -> Observation? {
        guard reading.isKnown, let failure = reading.history.latestFailure else { return nil }
        return failure.at >= time - 5 * reading.target.intervalSeconds ? failure : nil
    }

    /// All controls that tell something of the network beyond the gateway.
    func controls() -> [Reading] { readings.filter(\.isDistantControl) }

    func controls(_ kind: Control) -> [Reading] { readings.filter { $0.control == kind } }

    /// Whether one check worked before and after a failed probe of the other, without a break between: only then do the two
    /// say something about each other.
    ///
    /// It keeps both the beginning and the end of a trouble from being taken for another: what was last probed just
    /// before proves nothing of what came after.
    func worked(_ reading: Reading, while failing: Reading) -> Bool {
        guard reading.isWorking, let successes = reading.history.successes else { return false }
        return [failing.history.firstFailure, failing.history.lastFailure].contains { failure in
            guard let failure else { return false }
            return successes.lowerBound - slackSeconds <= failure.begin && failure.at <= successes.upperBound + slackSeconds
        }
    }

    /// Whether a DNS server has answered for one check since the other began to fail.
    func resolved(_ reading: Reading, since failing: Reading) -> Bool {
        guard let resolved = reading.history.lastResolved, let failure = failing.history.firstFailure else { return false }
        return resolved + slackSeconds >= failure.begin
    }

    func worked(_ reading: Reading, whileAnyOf failing: [Reading]) -> Bool {
        failing.contains { worked(reading, while: $0) }
    }

    /// Whether the network is known to have been well while these failed: at least two controls worked then (or the only
    /// one there is), and no more are broken.
    func networkWorked(whileAnyOf failing: [Reading]) -> Bool {
        let controls = controls().filter { $0.standing != .setAside }
        let working = controls.count { worked($0, whileAnyOf: failing) }
        return working > 0 && working >= min(2, controls.count) && working >= controls.count { $0.isBroken }
    }

    /// A family that host or peer lacks is not a fault.
    ///
    /// Over one family "unreachable", "no such address here" and "no record" are set aside unless all its siblings say so too:
    /// the checks of the same component over the other family, or over whichever works. Failures over IPv6 are, too, while
    /// a sibling works, unless something else worked over IPv6 then.
    private func settingAsideMissingFamilies() -> [Reading] {
        let overIPv6 = readings.filter { $0.history.family == .ip6 }
        return readings.map { reading in
            guard reading.isBroken, let family = reading.history.family, let reason = reading.reason else { return reading }
            let siblings = readings.filter {
                $0.component == reading.component && $0.control == reading.control && $0.history.family != family
            }
            let isMissing = reason.isMissingFamily && siblings.contains { $0.reason?.isMissingFamily != true }
            let isDead =
                family == .ip6 && siblings.contains { worked($0, while: reading) }
                && !overIPv6.contains { worked($0, while: reading) }
            guard isMissing || isDead else { return reading }
            return Reading(reading.history, standing: .setAside)
        }
    }

    /// A first failure counts at once when at least two other checks fail in the same way, a second one of a check that worked
    /// when three are sure to.
    private func promotingAlike() -> [Reading] {
        var broken: [FailureClass: Int] = [:]
        var failing: [FailureClass: Int] = [:]
        for reading in readings where reading.isBroken {
            guard let failureClass = reading.failureClass else { continue }
            broken[failureClass, default: 0] += 1
            if reading.standing == .failing { failing[failureClass, default: 0] += 1 }
        }
        return readings.map { reading in
            guard let failureClass = reading.failureClass else { return reading }
            let isPromoted =
                switch reading.standing {
                case .unproven: broken[failureClass, default: 0] >= 3
                case .suspect: failing[failureClass, default: 0] >= 3 && reading.history.alikeInRow >= 2
                default: false
                }
            return isPromoted ? Reading(reading.history, standing: .failing) : reading
        }
    }

    /// Where a component's checks have different intervals, the rarer ones' results may be of another time than the others'.
    ///
    /// A success from before a much more frequent check began to fail says nothing any more; nor does a failure from before
    /// another check of the same trouble recovered, and then one success is enough.
    private func passingOverOvertaken() -> [Reading] {
        guard readings.contains(where: \.isFailing) else { return readings }
        return readings.map { reading in
            guard let component = reading.component, let latest = reading.history.latest else { return reading }
            let siblings = readings.filter { $0.component == component }
            let isOvertaken =
                if reading.isWorking {
                    siblings.contains { sibling in
                        guard sibling.isFailing, let failure = sibling.history.firstFailure else { return false }
                        return failure.begin > latest.at && reading.target.intervalSeconds > 2 * sibling.target.intervalSeconds
                    }
                } else if reading.isFailing {
                    siblings.contains { sibling in
                        guard sibling.isWorking, let trouble = sibling.history.lastTrouble, let own = reading.history.firstFailure
                        else { return false }
                        let isSame =
                            own.at >= trouble.lowerBound - sibling.target.intervalSeconds && own.begin <= trouble.upperBound
                        return isSame && (reading.standing == .recovering || trouble.upperBound > latest.at)
                    }
                } else {
                    false
                }
            return isOvertaken ? Reading(reading.history, standing: .overtaken) : reading
        }
    }
}
