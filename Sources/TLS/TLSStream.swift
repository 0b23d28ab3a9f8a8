package import Posix

/// A TLS connection over a socket, of a client or a server.
///
/// Like its socket it belongs to the tasks of one loop, with one reader and one writer at a time.
/// ``handshake(until:)`` comes first, or a server's ``accept(until:)``; before it there is nothing to read or write.
package struct TLSStream: ~Copyable {
    // Freed in this order: the session first, then the descriptor that it uses.
    private let session: TLSSession
    private let socket: Socket

    /// Prepares a client's TLS over a connected socket, which it owns from here on.
    /// - Parameters:
    ///   - serverName: whom the certificate must name: a DNS name in ASCII form, which the peer is told (SNI), or the text of
    ///     an IP address, which it is not.
    ///   - alpn: the application protocols to offer, the preferred one first.
    ///   - verificationTime: seconds since 1970 at which the certificates must be valid; `nil` for the system's clock.
    /// - Throws: `.invalidServerName`; `.failed` for an impossible protocol name or a lack of memory.
    package init(
        over socket: consuming Socket, context: TLSContext, serverName: String, alpn: [String] = [],
        verificationTime: Int64? = nil
    ) throws(TLSError) {
        let session = try context.makeSession(over: socket.number)
        try session.expect(serverName)
        try session.offer(alpn)
        if let verificationTime { session.verify(asOf: verificationTime) }
        self.session = session
        self.socket = socket
    }

    /// Prepares a server's TLS over an accepted socket, which it owns from here on.
    package init(over socket: consuming Socket, context: TLSServerContext) throws(TLSError) {
        session = try context.makeSession(over: socket.number)
        self.socket = socket
    }

    /// Waits for the client's hello, without answering it; may be left out before ``accept(until:)``.
    /// - Returns: the host that the client means to reach, in lower case; `nil` when it does not say.
    package func clientHello(until deadline: Deadline) async throws(TLSError) -> String? {
        guard try await proceed(until: deadline, isPausing: true, { session.accept() }) else { throw .endOfStream }
        return session.serverName
    }

    /// Presents another certificate than the context's; between ``clientHello(until:)`` and ``accept(until:)``.
    package func present(_ context: TLSServerContext) {
        session.present(context)
    }

    /// Shakes hands with a client.
    package func accept(until deadline: Deadline) async throws(TLSError) {
        guard try await proceed(until: deadline, { session.accept() }) else { throw .endOfStream }
    }

    /// Shakes hands with the peer, to the end even if its certificate does not verify.
    ///
    /// The caller must look at the ``TLSHandshake/verdict`` before it trusts the peer with anything.
    package func handshake(until deadline: Deadline) async throws(TLSError) -> TLSHandshake {
        guard try await proceed(until: deadline, { session.connect() }) else { throw .endOfStream }
        return try session.result()
    }

    /// Tells the peer that nothing more will come, without waiting for anything.
    ///
    /// A stream that is just dropped closes its connection all the same.
    package func shutdown() {
        session.sendCloseNotify()
    }

    /// Tells the peer that nothing more will come, and ends our half of the connection too; what still comes can be read.
    /// - Returns: `false` when there is no connection any more.
    @discardableResult
    package func endWriting() -> Bool {
        session.sendCloseNotify()
        return socket.endWriting()
    }

    /// Ends TLS, or the attempt at it, and gives the socket back: for a peer that does not speak it.
    package consuming func bareSocket() -> Socket {
        socket
    }

    /// Repeats a call of OpenSSL until it is through, or at the client's hello if `isPausing`.
    /// - Returns: false when the peer ended its side first.
    private func proceed(
        until deadline: Deadline, isPausing: Bool = false, _ call: () -> TLSSession.Progress
    ) async throws(TLSError) -> Bool {
        while true {
            // A peer that drips without pause never lets a wait below see the deadline.
            guard Deadline.now < deadline else { throw .socket(.timedOut) }
            switch call() {
            case .done: return true
            case .ended: return false
            case .failed(let error): throw error
            case .hasHeardHello:
                if isPausing { return true }
            case .wantsTurn:
                guard !Task.isCancelled else { throw .socket(.cancelled) }
                await Task.yield()
            case .wantsRead:
                do { try await socket.readable(until: deadline) } catch { throw .socket(error) }
            case .wantsWrite:
                do { try await socket.writable(until: deadline) } catch { throw .socket(error) }
            }
        }
    }
}

extension TLSStream: ByteStream {
    /// Appends what has arrived, at most one TLS record; see ``ByteStream/read(into:until:)``.
    ///
    /// A peer that closes without TLS's own farewell (`close_notify`), as many do, ends the stream too: whoever needs to know
    /// that nothing was cut off must tell by the content.
    /// - Throws: `.system(EPROTO)` when the peer breaks the protocol or sends a fatal alert.
    package func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int {
        let start = buffer.count
        do throws(TLSError) {
            guard try await proceed(until: deadline, { session.read(into: &buffer) }) else { return 0 }
        } catch {
            throw error.asSocketError
        }
        return buffer.count - start
    }

    /// Writes all the bytes.
    /// - Throws: `.system(EPROTO)` when the connection broke earlier.
    package func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError) {
        var start = 0
        while start < bytes.count {
            do throws(TLSError) {
                guard try await proceed(until: deadline, { session.write(bytes, from: &start) }) else { throw .endOfStream }
            } catch {
                throw error.asSocketError
            }
        }
    }
}
