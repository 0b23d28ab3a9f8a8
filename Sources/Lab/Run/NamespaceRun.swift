import Glibc
import Posix
import Wire

/// `whatsapp_lab netns`: plays a scenario at the real names, addresses and ports, in a network of its own where a command runs.
///
/// All addresses are on the loopback interface, and so is the default route: nothing can leave the machine. There is no
/// neighbour on it, so the default route has no gateway, as that of a point-to-point link has none.
struct NamespaceRun: Sendable {
    let scenario: Scenario
    let pace: Pace
    /// The exporter's own page in the network of its own, where reports and webhooks go; `nil` for nowhere.
    let exporter: HTTPURL?
    /// The program and its arguments, to which the exporter's flags are appended.
    let command: [String]
    let say: @Sendable (String) -> Void

    /// What `run` hears of while the command runs; to be blocked before.
    static let signals = [SIGCHLD, SIGINT, SIGTERM, SIGHUP]

    /// Plays until the command ends. To be called before any thread is started.
    /// - Returns: the command's exit status.
    func run() throws -> Int32 {
        do throws(Errno) { try NetworkNamespace.enterNew() } catch {
            throw LabError.noNamespace(error.code == EPERM ? "only root may make one" : "\(error)")
        }
        let stage = try Stage(scenario, .real, pace: pace)
        defer { stage.clear() }
        try setUpNetwork(stage.directory)
        let loop = try EventLoop()
        let performance = Performance(stage: stage, loop: loop, exporter: exporter, say: say)
        let result = loop.run { () -> Result<Int32, any Error> in
            do {
                return .success(try await performance.play { try await runCommand(stage.flags, on: loop) })
            } catch {
                return .failure(error)
            }
        }
        return try result?.get() ?? 1
    }

    /// Gives the loopback interface every address of the estate, and the default route.
    private func setUpNetwork(_ directory: String) throws(LabError) {
        let addresses = Estate.playedAddresses + scenario.strangers
        var lines = ["link set lo up"]
        // Without `nodad` an IPv6 address cannot be listened on for a moment.
        lines += addresses.map { "address add \($0)/" + ($0.family == .ip4 ? "32 dev lo" : "128 dev lo nodad") }
        lines += ["route add default dev lo", "route add ::/0 dev lo"]
        let path = "\(directory)/network"
        do { try writeFile(Array((lines.joined(separator: "\n") + "\n").utf8), at: path) } catch {
            throw .cannotWrite(path: path, error)
        }
        let status: Int32
        do { status = try ChildProcess(["ip", "-batch", path]).wait() } catch { throw .cannotStart(program: "ip", error) }
        guard status == 0 else { throw .noNamespace("ip -batch \(path) ended with status \(status)") }
    }

    private func runCommand(_ flags: [String], on loop: EventLoop) async throws -> Int32 {
        let signals = try Signals(Self.signals, on: loop)
        let child: ChildProcess
        do throws(Errno) { child = try ChildProcess(command + flags) } catch {
            throw LabError.cannotStart(program: command.first ?? "", error)
        }
        while true {
            if let status = try child.poll() { return status }
            if let signal = await signals.next(), signal != SIGCHLD { child.signal(signal) }
        }
    }
}
