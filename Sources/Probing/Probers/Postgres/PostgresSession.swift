import Posix
import PostgreSQL
import Synchronization
import Wire

/// A conversation with a database over a connection.
struct PostgresSession: ~Copyable {
    /// A server that never pauses must not keep other probes from their turn.
    private static let mostBytesInOneTurn = 64 << 10

    private let stream: PostgresStream
    private let peer: SocketAddress
    private let conversation: PostgresConversation
    private let environment: ProbeEnvironment
    private let password: Secret?
    private var bytesInThisTurn = 0
    /// Whether another query can be asked.
    private(set) var isUsable = false

    init(
        over stream: consuming PostgresStream, to peer: SocketAddress, _ login: PostgresLogin, in environment: ProbeEnvironment
    ) throws(ProbeFailure) {
        self.stream = stream
        self.peer = peer
        self.environment = environment
        password = login.password
        do throws(PostgresError) {
            conversation = try PostgresConversation(login)
        } catch {
            throw ProbeFailure(error, during: .authenticate, with: peer)
        }
    }

    var serverVersion: String { String(conversation.serverVersion.prefix { $0 != " " }) }
    var serverVersionNumber: Int { conversation.serverVersionNumber }
    var isInHotStandby: Bool? { conversation.isInHotStandby }
    /// Of the last error the server reported.
    var sqlState: String? { conversation.complaint?.sqlState }

    /// Convinces the server of who we are.
    mutating func login(until deadline: Deadline) async throws(ProbeFailure) {
        while true {
            let isDone = try await loginStep(until: deadline)
            try await send(during: .authenticate, until: deadline)
            if isDone { break }
            try await receive(during: .authenticate, until: deadline)
        }
        isUsable = true
    }

    /// Runs statements of ours; the answer holds at most 200 rows.
    @discardableResult
    mutating func ask(_ sql: String, until deadline: Deadline) async throws(ProbeFailure) -> PostgresAnswer {
        try await answer(until: deadline) { conversation throws(PostgresError) in try conversation.ask(sql, keeping: 200) }
    }

    /// Runs a statement of the configuration's.
    mutating func askOne(_ sql: String, keeping rows: Int, until deadline: Deadline) async throws(ProbeFailure) -> PostgresAnswer
    {
        try await answer(until: deadline) { conversation throws(PostgresError) in try conversation.askOne(sql, keeping: rows) }
    }

    /// Says goodbye, so that the server does not write of a lost connection.
    mutating func close() async {
        let bytes = conversation.farewell()
        isUsable = false
        // A peer that takes no bytes is not waited for.
        do { try await stream.write(bytes, until: .after(.milliseconds(20))) } catch {}
    }

    private mutating func answer(
        until deadline: Deadline, _ ask: (PostgresConversation) throws(PostgresError) -> Void
    ) async throws(ProbeFailure) -> PostgresAnswer {
        isUsable = false
        do throws(PostgresError) { try ask(conversation) } catch { throw failure(error, during: .query) }
        while true {
            try await send(during: .query, until: deadline)
            try await receive(during: .query, until: deadline)
            do throws(PostgresError) {
                guard let answer = try conversation.answer() else { continue }
                isUsable = true
                return answer
            } catch {
                if case .server(let complaint) = error { isUsable = !complaint.isFatal }
                throw failure(error, during: .query)
            }
        }
    }

    private func loginStep(until deadline: Deadline) async throws(ProbeFailure) -> Bool {
        let step = { @Sendable [conversation] in Result { () throws(PostgresError) in try conversation.login() } }
        let result = conversation.isLaborious ? await environment.onDatabaseLoop(until: deadline, step) : step()
        guard let result else {
            throw ProbeFailure(.databaseTimeout, "no time left to prove to \(peer) who we are")
        }
        do throws(PostgresError) { return try result.get() } catch { throw failure(error, during: .authenticate) }
    }

    private func send(during phase: Phase, until deadline: Deadline) async throws(ProbeFailure) {
        let bytes = conversation.outgoing()
        guard !bytes.isEmpty else { return }
        do throws(SocketError) {
            try await stream.write(bytes, until: deadline)
        } catch {
            throw failure(error, during: phase)
        }
    }

    private mutating func receive(during phase: Phase, until deadline: Deadline) async throws(ProbeFailure) {
        if bytesInThisTurn > Self.mostBytesInOneTurn {
            bytesInThisTurn = 0
            await Task.yield()
        }
        var bytes: [UInt8] = []
        do throws(SocketError) {
            bytesInThisTurn += try await stream.read(into: &bytes, until: deadline)
        } catch {
            throw failure(error, during: phase)
        }
        guard !bytes.isEmpty else {
            if let complaint = conversation.lastWords { throw failure(.server(complaint), during: phase) }
            throw ProbeFailure(.databaseClosed, "\(peer) ended the connection")
        }
        do throws(PostgresError) { try conversation.take(bytes) } catch { throw failure(error, during: phase) }
    }

    private func failure(_ error: SocketError, during phase: Phase) -> ProbeFailure {
        // A server that ends a connection says why before it does.
        if case .system = error, let complaint = conversation.lastWords {
            return failure(.server(complaint), during: phase)
        }
        return ProbeFailure(error, during: phase, with: peer)
    }

    private func failure(_ error: PostgresError, during phase: Phase) -> ProbeFailure {
        var failure = ProbeFailure(error, during: phase, with: peer)
        // It could be said only by a server that was told.
        if conversation.hasGivenPassword, let secret = password?.revealed, !secret.isEmpty {
            failure.detail = failure.detail.replacing(secret, with: "<secret>")
        }
        return failure
    }
}

extension ProbeEnvironment {
    /// Does work that a server can make long away from other probes, and gives up waiting for it at the deadline.
    fileprivate func onDatabaseLoop<Value: Sendable>(
        until deadline: Deadline, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        guard let busy = databaseLoop ?? workbench else { return work() }
        let value = Mutex<Value?>(nil)
        let wait = loop.spawn { [loop] in _ = await loop.sleep(until: deadline) }
        busy.spawn {
            let done = work()
            value.withLock { $0 = done }
            wait.cancel()
        }
        await withTaskCancellationHandler {
            await wait.value
        } onCancel: {
            wait.cancel()
        }
        return value.withLock { $0 }
    }
}
