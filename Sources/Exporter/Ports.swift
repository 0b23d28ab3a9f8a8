import Posix
import Server

/// Where a running exporter is found: its own addresses, and public ones where only what sees to its own access is.
final class Ports: Sendable {
    /// Where it listens, in words for the log.
    struct Opened: Sendable {
        var own: [String] = []
        var outward: [String] = []
    }

    private let own: WebServer
    private let outward: WebServer

    /// - Parameter gate: `nil` for bare HTTP that is open to everybody.
    init(_ routes: [Route], gate: Gate?, on loop: EventLoop) {
        own = WebServer(Router(routes), gate: gate, on: loop)
        outward = WebServer(Router(routes.filter(\.hasOwnAccess)), gate: gate, asksForPasswords: false, on: loop)
    }

    /// What both have done together.
    var statistics: ServerStatistics { own.statistics + outward.statistics }

    func listen(as options: ServeOptions) async throws -> Opened {
        var opened = Opened()
        if options.usesSystemdSockets {
            for socket in try HandedOverSockets.take() {
                let address = try await own.listen(adopting: FileDescriptor(owning: socket))
                opened.own.append(address?.description ?? "a socket of systemd")
            }
        } else {
            opened.own = try await listen(at: options.listenAddresses, with: own)
        }
        opened.outward = try await listen(at: options.publicListenAddresses, with: outward)
        return opened
    }

    private func listen(at addresses: [ListenAddress], with server: WebServer) async throws -> [String] {
        var opened: [String] = []
        for address in addresses { opened += try await server.listen(at: address).map(\.description) }
        return opened
    }

    /// Ends both at the same time, as ``WebServer/stop(gracefullyUntil:)`` does one.
    func stop(gracefullyUntil deadline: Deadline) async {
        async let outwardEnd: Void = outward.stop(gracefullyUntil: deadline)
        await own.stop(gracefullyUntil: deadline)
        await outwardEnd
    }
}
