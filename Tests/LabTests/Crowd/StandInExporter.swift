import Posix
import Synchronization
import Testing
import Wire

/// A server that answers each request as told, and remembers them.
final class StandInExporter: Sendable {
    struct Visit: Sendable {
        var head: HTTPRequestHead
        var body: [UInt8]
    }

    /// What it says to a request: a status and a body.
    typealias Answer = @Sendable (_ head: HTTPRequestHead, _ count: Int) -> (status: Int, body: String)

    private let state = Mutex<[Visit]>([])
    private let answer: Answer

    private init(_ answer: @escaping Answer) { self.answer = answer }

    var visits: [Visit] { state.withLock { $0 } }

    /// Lets it serve while a body runs on the same loop.
    static func run<Result: Sendable>(
        _ answer: @escaping Answer, _ body: @escaping @Sendable (StandInExporter, HTTPURL, EventLoop) async throws -> Result
    ) throws -> Result {
        let loop = try EventLoop()
        let result = loop.run { () -> Swift.Result<Result, any Error> in
            do {
                let exporter = StandInExporter(answer)
                let (port, serving) = await exporter.open(on: loop)
                let result = try await body(exporter, HTTPURL(parsing: "http://127.0.0.1:\(port)"), loop)
                serving.cancel()
                await serving.value
                return .success(result)
            } catch {
                return .failure(error)
            }
        }
        return try #require(result).get()
    }

    private func open(on loop: EventLoop) async -> (port: UInt16, serving: Task<Void, Never>) {
        var serving: Task<Void, Never>?
        let port: UInt16 = await withCheckedContinuation { isListening in
            serving = loop.spawn {
                guard let listener = try? ListeningSocket(at: SocketAddress(.v4(0x7F00_0001), port: 0), on: loop) else {
                    return isListening.resume(returning: 0)
                }
                isListening.resume(returning: listener.address?.port ?? 0)
                while let connection = try? await listener.accept(until: .never) {
                    let number = connection.take()
                    guard let socket = try? Socket(adopting: FileDescriptor(owning: number), on: loop) else { return }
                    try? await self.serve(socket)
                }
            }
        }
        return (port, serving ?? loop.spawn {})
    }

    /// One request, one answer.
    private func serve(_ socket: consuming Socket) async throws {
        var parser = HTTPRequestParser()
        var received: [UInt8] = []
        while true {
            if case .complete(let head, let consumedBytes) = try parser.parse(received.span) {
                let length = head.fields.first("content-length").flatMap { Int($0) } ?? 0
                while received.count < consumedBytes + length {
                    guard try await socket.read(into: &received, until: .after(.seconds(10))) > 0 else { return }
                }
                let count = state.withLock { visits in
                    visits.append(Visit(head: head, body: Array(received[consumedBytes...])))
                    return visits.count
                }
                let (status, body) = answer(head, count)
                var answer: [UInt8] = []
                HTTPResponseHead(status: status, fields: ["Connection": "close"]).serialize(into: &answer)
                return try await socket.write(answer + Array(body.utf8), until: .after(.seconds(10)))
            }
            guard try await socket.read(into: &received, until: .after(.seconds(10))) > 0 else { return }
        }
    }
}
