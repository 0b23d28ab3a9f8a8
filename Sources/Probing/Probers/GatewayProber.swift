package import Posix
package import ProcFS
package import Wire

/// Asks whether the default gateway is there, without any privilege.
///
/// It knocks at a TCP port: an answer, be it a refusal, is a sign of life. A gateway that drops such packets still has to
/// answer for its hardware address first, which `net/arp` shows.
package struct GatewayProber: Prober {
    package let name = "gateway"
    package let layers: [FailureLayer] = [.connecting, .gateway]
    package let phases: [Phase] = [.connect]
    private let procfs: ProcFS
    private let port: UInt16

    /// - Parameter port: where to knock: few routers drop packets for their own DNS port.
    package init(procfs: ProcFS, port: UInt16 = 53) {
        self.procfs = procfs
        self.port = port
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            let route = try defaultRoute(over: family)
            guard let gateway = route.gateway else {
                outcome.detail = "the default route leaves by \(route.interface), without a gateway"
                return
            }
            guard let address = SocketAddress(literal: zoned(gateway, on: route.interface), port: port) else {
                throw ProbeFailure(.networkDown, "interface \(route.interface) is gone")
            }
            guard let sign = try await knock(at: address, of: target, in: environment, into: &outcome, until: deadline) else {
                throw ProbeFailure(.gatewaySilent, "gateway \(gateway) on \(route.interface) is silent")
            }
            outcome.detail = "gateway \(gateway) on \(route.interface) \(sign)"
        }
    }

    /// - Returns: what the gateway does, in words; `nil` without a sign of life.
    private func knock(
        at gateway: SocketAddress, of target: Target, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> String? {
        var start = Deadline.now
        do throws(ProbeFailure) {
            // One that answers does so in milliseconds, and ARP's answer is in by then too.
            _ = try await environment.connect(to: gateway, of: target, into: &outcome, until: min(deadline, start + .seconds(2)))
            return "answers"
        } catch {
            switch error.reason {
            case .connectionRefused, .connectionReset:
                outcome.finish(.connect, since: &start)
                return "answers"
            // A firewall's "host prohibited" reads like a host that is not there.
            case .connectTimeout where isNeighbour(gateway.ip), .hostUnreachable where isNeighbour(gateway.ip):
                return "answers ARP"
            // Without ARP's table a silent IPv6 gateway cannot be told from one that drops our packets.
            case .connectTimeout where gateway.ip.family == .ip6: return "does not say"
            case .connectTimeout, .hostUnreachable: return nil
            default: throw error
            }
        }
    }

    private func defaultRoute(over family: AddressFamily?) throws(ProbeFailure) -> DefaultRoute {
        var reader = FileReader()
        var routes: [DefaultRoute] = []
        do throws(ProcFSError) {
            if family != .ip6 { routes += try procfs.defaultRoutes4(with: &reader) }
            if family != .ip4 { routes += try procfs.defaultRoutes6(with: &reader) }
        } catch {
            throw ProbeFailure(.other, "\(error)")
        }
        guard let route = routes.first else { throw ProbeFailure(.noRoute, "this host has no default route") }
        return route
    }

    private func zoned(_ gateway: IPAddress, on interface: String) -> String {
        gateway.reach == .linkLocal && gateway.family == .ip6 ? "\(gateway)%\(interface)" : "\(gateway)"
    }

    private func isNeighbour(_ gateway: IPAddress) -> Bool {
        var reader = FileReader()
        guard let neighbours = try? procfs.arp(with: &reader) else { return false }
        return neighbours.contains { $0.address == gateway && $0.isComplete }
    }
}
