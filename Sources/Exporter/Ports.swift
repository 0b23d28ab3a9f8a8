import Posix
import Server

/// Where a running exporter is found: its own addresses, and public ones where only what sees to its own access is.
final class Ports: Sendable {
    /// Where it listens, in words for the log.
    struct Opened: Sendable {
        var own: [String] = []
        var open: [String] = []
    }

    private let own: WebServer
    private let open: WebServer

    /// - Parameter gate: `nil` for bare HTTP that is open to everybody.
    init(_ routes: [Route], gate: Gate?, on loop: EventLoop) {
        own = WebServer(Router(routes), gate: gate, on: loop)
        open = WebServer(Router(routes.filter(\.hasOwnAccess)), gate: gate, asksForPasswords: false, on: loop)
    }

    /// What both have done together.
    var statistics: ServerStatistics { own.statistics + open.statistics }

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
        opened.open = try await listen(at: options.publicListenAddresses, with: open)
        return opened
    }

    private func listen(at addresses: [ListenAddress], with server: WebServer) async throws -> [String] {
        var opened: [String] = []
        for address in addresses { opened += try await server.listen(at: address).map(\.description) }
        return opened
    }

    /// Ends both at the same time, as ``WebServer/stop(gracefullyUntil:)`` does one.
    func stop(gracefullyUntil deadline: Deadline) async {
        async let openEnd: Void = open.stop(gracefullyUntil: deadline)
        await own.stop(gracefullyUntil: deadline)
        await openEnd
    }
}
