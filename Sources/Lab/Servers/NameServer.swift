import Posix
import Wire

/// Carries a DNS server's answers: over UDP by itself, over TCP as the service of a door.
struct NameServer: Sendable {
    let service: NameService
    let loop: EventLoop

    private static let patience = Duration.seconds(60)

    /// A datagram that is to go out later.
    private struct Delayed {
        var bytes: [UInt8]
        var peer: SocketAddress
        var due: Deadline
    }

    /// Answers datagrams until the task is cancelled.
    func answerDatagrams(at listener: borrowing DatagramListener) async {
        var delayed: [Delayed] = []
        while !Task.isCancelled {
            do throws(SocketError) {
                let query = try await listener.receive(until: delayed.map(\.due).min() ?? .never)
                // Beyond so many the rest is lost, as in any queue.
                guard delayed.count < 4096, case .message(let answer, let delay) = service.reply(to: query.bytes) else {
                    continue
                }
                delayed.append(
                    Delayed(bytes: service.fitted(answer, to: query.bytes), peer: query.sender, due: .after(delay)))
            } catch  where error == .timedOut {
            } catch {
                // Out of memory, or cancelled: the former passes.
                if await loop.sleep(until: .after(.milliseconds(50))) == .cancelled { return }
            }
            let now = Deadline.now
            for answer in delayed where answer.due <= now { listener.send(answer.bytes, to: answer.peer) }
            delayed.removeAll { $0.due <= now }
        }
    }

    /// Answers one query after the other on a connection.
    func serve(_ socket: consuming Socket, _ strike: Strike) async throws {
        var received: [UInt8] = []
        while true {
            guard let range = DNSFrame.firstMessage(in: received) else {
                guard try await socket.read(into: &received, until: .after(Self.patience)) > 0 else { return }
                continue
            }
            let query = Array(received[range])
            received.removeFirst(range.upperBound)
            guard case .message(let answer, let delay) = service.reply(to: query) else { continue }
            if delay > .zero { _ = await loop.sleep(until: .after(delay)) }
            try await socket.write(DNSFrame.wrap(answer.serialize()), until: .after(Self.patience))
        }
    }
}
