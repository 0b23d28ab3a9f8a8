import Glibc
import Posix
import Wire

extension EchoProber {
    func report(_ volley: EchoVolley, into outcome: inout ProbeOutcome) {
        let finding = volley.finding
        outcome.finding = .echo(finding)
        guard finding.received > 0 else { return }
        outcome.phases[.roundTrip] = finding.roundTrips.reduce(.zero, +) / finding.received
    }

    /// - Throws: `.echoTimeout` or what was said of the echoes when none came back, `.echoLoss` when too few did.
    func judge(_ volley: EchoVolley, of peer: IPAddress, into outcome: inout ProbeOutcome) throws(ProbeFailure) {
        let finding = volley.finding
        let line = "\(finding.received) of \(finding.sent) echoes came back from \(peer)"
        if finding.received == 0 {
            guard let complaint = volley.complaint else { throw ProbeFailure(.echoTimeout, line) }
            throw ProbeFailure(reason(of: complaint), "\(peer): \(text(of: complaint))")
        }
        let lost = Double(finding.sent - finding.received) / Double(finding.sent)
        guard lost <= settings.toleratedLoss else {
            throw ProbeFailure(.echoLoss, volley.complaint.map { "\(line): \(text(of: $0))" } ?? line)
        }
        outcome.detail = line
    }

    func failure(_ error: Errno, with peer: SocketAddress) -> ProbeFailure {
        let reason = reason(of: ICMPComplaint(errno: error))
        guard reason == .permissionDenied else { return ProbeFailure(reason, "\(peer.ip): \(error)") }
        return ProbeFailure(
            reason, "no ICMP socket is granted: neither net.ipv4.ping_group_range nor CAP_NET_RAW lets this process have one")
    }

    private func reason(of complaint: ICMPComplaint) -> FailureReason {
        switch complaint.matter {
        case .network(.hopLimitExceeded): .echoHopLimit
        case .network(.tooBig), .system(EMSGSIZE): .echoTooBig
        case .network(.networkUnreachable): .networkUnreachable
        case .network(.hostUnreachable), .network(.prohibited): .hostUnreachable
        case .network(.other): .other
        // No identifier was left.
        case .system(EADDRINUSE): .localResources
        case .system(ENODEV): .addressUnavailable
        case .system(let code): FailureReason(Errno(code)) ?? .other
        }
    }

    func text(of complaint: ICMPComplaint) -> String {
        let teller = complaint.reporter.map { ", says \($0)" } ?? ""
        return switch complaint.matter {
        case .network(let error): "\(error)\(teller)"
        case .system(let code): "\(Errno(code))"
        }
    }
}
