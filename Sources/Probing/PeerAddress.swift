package import Posix
package import Wire

extension ProbeEnvironment {
    /// Finds the one address of a target to talk to, and makes sure that it may be: the phase `resolve`.
    ///
    /// For probers that make their own sockets; an address with a zone (`fe80::1%eth0`) keeps it.
    package func peer(
        of target: Target, over family: AddressFamily?, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> SocketAddress {
        let peer: SocketAddress
        if target.address == nil, let literal = SocketAddress(literal: target.host, port: target.port), literal.scope != 0 {
            peer = literal
        } else {
            let rule = target.addressRule ?? AddressRule(preferred: family ?? .ip4, allowsFallback: family == nil)
            guard let ip = try await resolve(target, by: rule, into: &outcome, until: deadline).first else {
                throw ProbeFailure(.dnsNoAnswer, "\(target.host) has no address")
            }
            peer = SocketAddress(ip, port: target.port)
        }
        try permit(peer.ip, of: target.host)
        outcome.address = peer
        return peer
    }
}
