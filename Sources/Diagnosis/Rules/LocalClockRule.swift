import Probing
import WhatsApp

/// This host's clock is off: several peers agree on another time, or certificates fail by date everywhere.
///
/// A wrong clock is named even while WhatsApp answers; where WhatsApp fails for reasons that have nothing to do with
/// dates, it is not the cause.
struct LocalClockRule: Rule {
    /// Phones complain beyond about a day, certificates just renewed within an hour; honest clocks agree to a second.
    private static let toleranceSeconds = 60.0

    static func isOff(_ observation: Observation?) -> Bool {
        abs(observation?.clockOffsetSeconds ?? 0) > toleranceSeconds
    }

    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = survey.failing(scope)
        guard failing.isEmpty || failing.contains(where: { $0.failureClass == .date }) else { return nil }
        let dated = survey.readings.filter { $0.isKnown && $0.failureClass == .date }
        func evidence() -> [Evidence] { Evidence.failures(of: dated) + Evidence.controls(of: survey) }
        let offsets = offsets(in: survey)
        let median = offsets.isEmpty ? 0 : offsets[offsets.count / 2]
        if offsets.count >= 2, abs(median) > Self.toleranceSeconds {
            let side = median > 0 ? "behind" : "ahead"
            let summary = "\(Self.words(for: abs(median))) \(side) (median of \(offsets.count) peers)"
            let effect =
                failing.isEmpty ? "WhatsApp answers all the same" : "\(dated.count.of("check")) fail by a certificate's dates"
            return Finding(
                .localClock, base: offsets.count >= 3 ? 0.9 : 0.75, "This host's clock is \(summary); \(effect).",
                behind: failing, evidence: [Evidence(.clock, .local, summary, weight: Weighing.hostCause)] + evidence())
        }
        // Without a date from anybody: no two strangers let their certificates lapse at once.
        guard offsets.count < 2, !failing.isEmpty, dated.contains(where: \.isFailing) else { return nil }
        let strangers = Set(dated.filter(\.isDistantControl).map(\.target.name))
        guard !strangers.isEmpty else { return nil }
        return Finding(
            .localClock, base: 0.8,
            "This host's clock must be wrong: the certificates of \(strangers.count.of("neutral site")) and \(failing.count.of("WhatsApp check")) "
                + "are not valid at its time.",
            behind: failing, evidence: evidence())
    }

    /// One offset a peer, in order.
    private func offsets(in survey: Survey) -> [Double] {
        var byTarget: [String: Double] = [:]
        for reading in survey.readings where reading.isKnown {
            if let offset = reading.history.latest?.clockOffsetSeconds, offset.isFinite { byTarget[reading.target.name] = offset }
        }
        return byTarget.values.sorted()
    }

    private static func words(for seconds: Double) -> String {
        // Beyond any calendar: garbage from the network must not trap the conversion.
        let bounded = min(seconds, 1e15)
        func whole(_ unit: Double) -> Int { Int((bounded / unit).rounded()) }
        return switch bounded {
        case ..<119.5: "\(whole(1)) s"
        case ..<(119.5 * 60): "\(whole(60)) min"
        case ..<(47.5 * 3600): "\(whole(3600)) h"
        default: "\(whole(86400)) days"
        }
    }
}
