import Glibc
import Posix
import Wire

/// One address and TCP port of the estate: open, shut, or open to nobody.
///
/// Confined to its loop.
final class Door {
    /// How it meets who knocks.
    enum Manner: Equatable {
        case open
        /// Nobody listens: the kernel refuses.
        case refused
        /// The kernel leaves the first packet unanswered.
        case silent
    }

    /// What happens with a connection once the network has done its worst.
    typealias Service = @Sendable (consuming Socket, Strike) async throws -> Void

    let place: Place
    let address: SocketAddress
    private let board: FaultBoard
    private let loop: EventLoop
    private let service: Service
    private var manner: Manner?
    private var keeper: Task<Void, Never>?

    init(_ place: Place, at address: SocketAddress, board: FaultBoard, loop: EventLoop, service: @escaping Service) {
        self.place = place
        self.address = address
        self.board = board
        self.loop = loop
        self.service = service
    }

    /// Opens or shuts it, as the faults in force now want it.
    /// - Throws: when the address cannot be listened on.
    func follow() async throws(Errno) {
        let wanted = wanted()
        guard wanted != manner else { return }
        await close()
        if wanted != .refused { try await listenAgain(wanted) }
        manner = wanted
    }

    /// Shuts it; connections go on.
    func close() async {
        keeper?.cancel()
        await keeper?.value
        keeper = nil
        manner = nil
    }

    /// The kernel decides on connections without asking us, so a share of refusals is one of the time. A share of silence
    /// cannot be: the kernel would knock again after a second. It befalls connections once they are accepted.
    private func wanted() -> Manner {
        var wanted = Manner.open
        for window in board.inForce where window.at.covers(place) {
            switch window.fault {
            case .tcp(.refused) where window.share.covers(.random(in: 0..<1)): wanted = .refused
            case .tcp(.silent) where window.share == .all: wanted = .silent
            default: break
            }
        }
        return wanted
    }

    /// A child that this process just starts has the old listener open too, until it has become another program.
    private func listenAgain(_ manner: Manner) async throws(Errno) {
        for _ in 0..<10 {
            do throws(Errno) {
                return try await listen(manner)
            } catch  where error.code == EADDRINUSE {
                if await loop.sleep(until: .after(.milliseconds(20))) == .cancelled { throw error }
            }
        }
        try await listen(manner)
    }

    private func listen(_ manner: Manner) async throws(Errno) {
        let failure: Errno? = await withCheckedContinuation { isListening in
            keeper = loop.spawn { [address, board, loop, place, service] in
                do throws(Errno) {
                    // With no room for connections that wait, the one that waits leaves none for the next.
                    let listener = try ListeningSocket(at: address, backlog: manner == .silent ? 0 : 1024, on: loop)
                    guard manner == .silent else {
                        isListening.resume(returning: nil)
                        return await Self.accept(from: listener, board, loop, place, service)
                    }
                    let filler = try Socket.stream(for: address.ip.family, on: loop)
                    do { try await filler.connect(to: address, until: .after(.seconds(1))) } catch {}
                    isListening.resume(returning: nil)
                    _ = await loop.sleep(until: .never)
                    // Both live until here.
                    _ = (listener.address, filler.number)
                } catch {
                    isListening.resume(returning: error)
                }
            }
        }
        if let failure { throw failure }
    }

    private static func accept(
        from listener: borrowing ListeningSocket, _ board: FaultBoard, _ loop: EventLoop, _ place: Place,
        _ service: @escaping Service
    ) async {
        while !Task.isCancelled {
            guard let connection = try? await listener.accept(until: .never) else {
                // Out of descriptors, or shut: the former passes.
                if await loop.sleep(until: .after(.milliseconds(50))) == .cancelled { return }
                continue
            }
            let number = connection.take()
            loop.spawn {
                guard let socket = try? Socket(adopting: FileDescriptor(owning: number), on: loop) else { return }
                try? await Self.meet(socket, Strike(board.faults(at: place)), loop, service)
            }
        }
    }

    /// Lets the network do its worst, then the service its own.
    private static func meet(
        _ socket: consuming Socket, _ strike: Strike, _ loop: EventLoop, _ service: Service
    ) async throws {
        switch strike.tcp {
        case .reset:
            try socket.resetOnClose()
            return
        case .halfOpen, .silent: return try await socket.hold()
        // Refused for a share of the time, and this connection came in the other.
        case .slow(let delay): _ = await loop.sleep(until: .after(delay))
        case .refused, nil: break
        }
        if strike.isLost { return try await socket.hold() }
        if strike.delay > .zero { _ = await loop.sleep(until: .after(strike.delay)) }
        try await service(socket, strike)
    }
}

extension ByteStream where Self: ~Copyable {
    /// Takes what comes and says nothing, until the peer leaves or a minute is over.
    func hold() async throws(SocketError) {
        let deadline = Deadline.after(.seconds(60))
        while true {
            var ignored: [UInt8] = []
            guard try await read(into: &ignored, until: deadline) > 0 else { return }
        }
    }
}
