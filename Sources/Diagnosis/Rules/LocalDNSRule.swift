import Probing
import WhatsApp

/// This host's own resolver fails or lies while others know better.
struct LocalDNSRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = survey.failing(scope)
        let unnamed = failing.filter { $0.target.usesSystemResolver && $0.failureClass == .naming }
        guard !unnamed.isEmpty, unnamed.count * 2 >= failing.count else { return nil }
        let neutral = survey.controls().filter(\.target.usesSystemResolver)
        let unnamedNeutral = neutral.filter { $0.isBroken && $0.failureClass == .naming }
        // A remembered answer proves nothing of the resolver.
        let resolving = neutral.filter { check in
            unnamed.contains { survey.worked(check, while: $0) && survey.resolved(check, since: $0) }
        }
        return unnamedNeutral.isEmpty || !resolving.isEmpty
            ? filtered(unnamed, isNeutral: !resolving.isEmpty, in: survey, for: scope)
            : broken(unnamed, unnamedNeutral, in: survey)
    }

    /// It fails for everybody's names.
    private func broken(_ unnamed: [Reading], _ neutral: [Reading], in survey: Survey) -> Finding? {
        let resolvers = survey.controls(.resolver).filter { !$0.target.usesSystemResolver && $0.isKnown }
        let working = resolvers.filter { survey.worked($0, whileAnyOf: unnamed) }
        let addresses = survey.controls(.address).filter { survey.worked($0, whileAnyOf: unnamed) }
        let isRefuted = unnamed.contains(where: \.isRefuted)
        guard !working.isEmpty || !addresses.isEmpty || isRefuted else { return nil }
        let all = unnamed + neutral
        let fault = "This host's resolver fails for all \(all.count) names asked (\(Evidence.reasons(of: all)))"
        let others =
            if !working.isEmpty {
                ", while \(working.count) of \(resolvers.count) public resolvers answer"
            } else if isRefuted {
                ", while another resolver's answers lead to a WhatsApp that works"
            } else {
                ", and no other resolver answers either, though the network works: DNS seems blocked on the way"
            }
        return Finding(
            .localDNS, base: working.isEmpty && !isRefuted ? 0.6 : 0.85, fault + others + ".", behind: unnamed,
            evidence: Evidence.failures(of: unnamed, refuting: Weighing.opinion) + Evidence.controls(of: survey))
    }

    /// It fails for WhatsApp's names.
    private func filtered(_ unnamed: [Reading], isNeutral: Bool, in survey: Survey, for scope: Scope) -> Finding? {
        let ours = unnamed.filter { isOurs($0, among: unnamed, in: survey) }
        guard !ours.isEmpty else { return nil }
        let known = survey.whatsApp(scope).count { $0.isKnown && $0.target.usesSystemResolver }
        let figures = "\(Evidence.reasons(of: ours)) for \(ours.count) of \(known.of("check"))"
        let isRefuted = ours.contains(where: \.isRefuted)
        let sentence =
            if ours.allSatisfy({ $0.history.lastFailure?.naming == .hostsFile }) {
                "This host's own hosts file leads WhatsApp's names nowhere (\(figures))."
            } else if isNeutral {
                "Your resolver answers for others but not for WhatsApp (\(figures)): filtered "
                    + "(Pi-hole, parental control, national block)."
            } else {
                "Your resolver fails for WhatsApp's names (\(figures))" + (isRefuted ? ", while others know them." : ".")
            }
        return Finding(
            .localDNS, base: isRefuted ? 0.8 : 0.6, sentence, behind: ours,
            evidence: Evidence.failures(of: ours, refuting: Weighing.opinion) + Evidence.controls(of: survey))
    }

    /// Whether a failed name is the fault of this host's resolver rather than of the name's owner.
    private func isOurs(_ reading: Reading, among unnamed: [Reading], in survey: Survey) -> Bool {
        if reading.isRefuted { return true }
        guard reading.opposingFailure == nil, let reason = reading.reason else { return false }
        return switch reason {
        case .dnsBogon: true
        case .dnsNXDomain, .dnsRefused: unnamed.count >= 2
        default:
            survey.status(of: .dnsAuthority) == .ok
                && survey.readings.contains { $0.component == .dnsAuthority && survey.worked($0, while: reading) }
        }
    }
}
