import Foundation
import Posix
import ProcFS
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct GatewayProberTests {
        private static let arpHeading = "IP address       HW type     Flags       HW address            Mask     Device\n"

        /// A `/proc` whose default route leads to `gateway`.
        private static func procfs(_ gateway: IPAddress?, neighbour flags: String? = nil, on stage: Stage) throws -> ProcFS {
            try FileManager.default.createDirectory(atPath: stage.directory + "/net", withIntermediateDirectories: true)
            var routes = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
            if let gateway {
                let hex = gateway.bytes.reversed().map { String(format: "%02X", $0) }.joined()
                routes += "lo\t00000000\t\(hex)\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
            }
            _ = try stage.write(routes, to: "net/route")
            let entry = flags.map { "\(gateway!)        0x1         \($0)         02:fc:00:00:00:05     *        lo\n" }
            _ = try stage.write(arpHeading + (entry ?? ""), to: "net/arp")
            return ProcFS(root: stage.directory)
        }

        private static func probe(
            _ gateway: SocketAddress, neighbour flags: String? = nil, on stage: Stage, within limit: Duration = Stage.patience
        ) async throws -> ProbeOutcome {
            let prober = GatewayProber(procfs: try procfs(gateway.ip, neighbour: flags, on: stage), port: gateway.port)
            let target = Target(name: "test", host: "", port: 0, prober: prober)
            return await prober.probe(target, over: nil, in: try stage.environment(), until: .after(limit))
        }

        @Test func takesAConnectionForASignOfLife() throws {
            try Stage.run { stage in
                let gateway = try stage.peer { _ in }
                let outcome = try await Self.probe(gateway, on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.timed == [.connect])
                #expect(outcome.address == gateway)
                #expect(outcome.detail == "gateway \(gateway.ip) on lo answers")
            }
        }

        @Test func takesARefusalForASignOfLife() throws {
            try Stage.run { stage in
                let outcome = try await Self.probe(try stage.closedAddress(), on: stage)
                #expect(outcome.isSuccess)
                #expect(outcome.timed == [.connect])
            }
        }

        @Test(arguments: [("0x2", nil), ("0x0", .gatewaySilent), (nil, .gatewaySilent)] as [(String?, FailureReason?)])
        func asksARPAboutASilentGateway(flags: String?, reason: FailureReason?) throws {
            try Stage.run { stage in
                let gateway = try stage.blackHole()
                let outcome = try await Self.probe(gateway, neighbour: flags, on: stage, within: Stage.impatience)
                #expect(outcome.failure == reason)
                #expect(outcome.timed == [])
                #expect(outcome.detail == "gateway \(gateway.ip) on lo \(reason == nil ? "answers ARP" : "is silent")")
            }
        }

        @Test func saysThatThereIsNoRoute() throws {
            try Stage.run { stage in
                let prober = GatewayProber(procfs: try Self.procfs(nil, on: stage))
                let target = Target(name: "test", host: "", port: 0, prober: prober)
                let environment = try stage.environment()
                for family in [nil, AddressFamily.ip4, .ip6] {
                    let outcome = await prober.probe(target, over: family, in: environment, until: .after(Stage.patience))
                    #expect(outcome.failure == .noRoute)
                    #expect(outcome.address == nil)
                }
            }
        }

        @Test func knocksAtAnIPv6Gateway() throws {
            try Stage.run { stage in
                let procfs = try Self.procfs(nil, on: stage)
                let zeros = String(repeating: "0", count: 32)
                let hop = String(repeating: "0", count: 31) + "1"
                _ = try stage.write(
                    "\(zeros) 00 \(zeros) 00 \(hop) 00000400 00000001 00000000 00000003       lo\n", to: "net/ipv6_route")
                let peer = try stage.peer(at: SocketAddress(IPAddress("::1")!, port: 0)) { _ in }
                let prober = GatewayProber(procfs: procfs, port: peer.port)
                let target = Target(name: "test", host: "", port: 0, prober: prober)
                let outcome = await prober.probe(
                    target, over: nil, in: try stage.environment(), until: .after(Stage.patience))
                #expect(outcome.isSuccess)
                #expect(outcome.address == peer)
            }
        }

        @Test func takesATunnelForAWayOut() throws {
            try Stage.run { stage in
                let procfs = try Self.procfs(nil, on: stage)
                _ = try stage.write(
                    "Iface\tDestination\tGateway\ntun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n", to: "net/route")
                let prober = GatewayProber(procfs: procfs)
                let target = Target(name: "test", host: "", port: 0, prober: prober)
                let outcome = await prober.probe(
                    target, over: nil, in: try stage.environment(), until: .after(Stage.patience))
                #expect(outcome.isSuccess)
                #expect(outcome.detail == "the default route leaves by tun0, without a gateway")
            }
        }

        @Test func saysWhichFileItCannotRead() throws {
            try Stage.run { stage in
                let prober = GatewayProber(procfs: ProcFS(root: stage.directory + "/nowhere"))
                let target = Target(name: "test", host: "", port: 0, prober: prober)
                let outcome = await prober.probe(
                    target, over: nil, in: try stage.environment(), until: .after(Stage.patience))
                #expect(outcome.failure == .other)
                #expect(outcome.detail.contains("net/route"))
            }
        }
    }
}
