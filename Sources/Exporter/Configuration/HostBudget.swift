import Posix
import Probing
import WhatsApp
import YAML

/// Holds targets that share a host to one probe of it in every gap.
struct HostBudget {
    /// Division leaves a sum that should be 1 a little beside it.
    private static let tolerance = 1e-9

    let gap: Duration

    /// The part of a host's time that a target takes, 1 being all of it.
    func share(of target: Target) -> Double {
        target.host.isEmpty ? 0 : Double(target.families.families.count) * (gap / target.interval)
    }

    /// Each host's share, where it is more than there is.
    func overdrawn(_ endpoints: [Endpoint]) -> [String: Double] {
        var shares: [String: Double] = [:]
        for endpoint in endpoints { shares[endpoint.target.host, default: 0] += share(of: endpoint.target) }
        return shares.filter { $0.value > 1 + Self.tolerance }
    }

    /// Records an error for each host probed too often: at the last target that is the user's own, or else at the gap.
    func check(_ endpoints: [Endpoint], own: [OwnTarget], gapReader: ValueReader?) {
        for (host, total) in overdrawn(endpoints) {
            let what = "\(host) is to be probed more often than once in \(DurationText.format(gap)) (probing.min_gap)"
            let fittingGap = DurationText.format(rounded(gap / total, .down))
            guard let last = own.last(where: { $0.endpoint.target.host == host }) else {
                gapReader?.reject(what, "write at most \(fittingGap), or disable some of the catalogue's endpoints")
                continue
            }
            let share = share(of: last.endpoint.target)
            let left = 1 - (total - share)
            let needed = left > Self.tolerance ? last.endpoint.target.interval * (share / left) : .seconds(Int64.max / 2)
            let remedy =
                needed <= TargetReading.longestInterval
                ? "write an interval of at least \(DurationText.format(rounded(needed, .up)))"
                : "give its other targets longer intervals"
            last.rhythm.reject(what, "\(remedy), or lower min_gap to \(fittingGap)")
        }
    }

    /// Whole seconds, or milliseconds where it is less than one.
    private func rounded(_ duration: Duration, _ rule: FloatingPointRoundingRule) -> Duration {
        let unit: Duration = duration < .seconds(1) ? .milliseconds(1) : .seconds(1)
        let slack = rule == .up ? -Self.tolerance : Self.tolerance
        return unit * Int((duration / unit + slack * 1000).rounded(rule))
    }
}
