import Glibc
package import Posix
import Synchronization
import TLS

extension WebServer {
    /// Listens at an address and begins to answer.
    ///
    /// - Returns: the socket addresses listened on, with their real ports. A name for both families is satisfied with the one
    ///   the machine has; port 0 gives both the same port.
    /// - Throws: the first failure; what already listens goes on until ``stop(gracefullyUntil:)``.
    package func listen(at address: ListenAddress) async throws(ListenError) -> [SocketAddress] {
        var opened: [SocketAddress] = []
        var absence: ListenError?
        for var candidate in address.socketAddresses {
            if let first = opened.first { candidate.port = first.port }
            do {
                let real = try await accept { [candidate, loop] () throws(Errno) in
                    try ListeningSocket(at: candidate, on: loop)
                }
                opened.append(real ?? candidate)
            } catch {
                let failure = ListenError(address: candidate, errno: error)
                // A kernel without IPv6, or with IPv6 but no address of that family on any interface.
                guard [EAFNOSUPPORT, EADDRNOTAVAIL].contains(error.code) else { throw failure }
                absence = failure
            }
        }
        if opened.isEmpty, let absence { throw absence }
        return opened
    }

    /// Takes over a TCP socket that already listens, as systemd hands them out.
    /// - Returns: its address; `nil` when it is neither IPv4 nor IPv6.
    package func listen(adopting descriptor: consuming FileDescriptor) async throws(Errno) -> SocketAddress? {
        let number = descriptor.take()
        return try await accept { [loop] () throws(Errno) in
            try ListeningSocket(adopting: FileDescriptor(owning: number), on: loop)
        }
    }

    /// Opens a listening socket on the loop and starts the task that accepts from it.
    private func accept(
        from open: @escaping @Sendable () throws(Errno) -> ListeningSocket
    ) async throws(Errno) -> SocketAddress? {
        let result: Result<SocketAddress?, Errno> = await withCheckedContinuation { opening in
            let task = loop.spawn { [self] in
                do throws(Errno) {
                    let socket = try open()
                    opening.resume(returning: .success(socket.address))
                    await accept(from: socket)
                } catch {
                    opening.resume(returning: .failure(error))
                }
            }
            listeners.withLock { $0.append(task) }
        }
        return try result.get()
    }

    private func accept(from listener: borrowing ListeningSocket) async {
        var accepted: UInt8 = 0
        while !Task.isCancelled {
            do throws(SocketError) {
                let connection = try await listener.accept(until: .never)
                let peer = connection.peer
                await admit(connection.take(), from: peer)
            } catch .cancelled {
                return
            } catch {
                // Out of descriptors or memory: nothing tells when there will be some again.
                connections.countAcceptFailure()
                _ = await loop.sleep(until: .after(.milliseconds(100)))
            }
            accepted &+= 1
            // A flood of connections must not keep the loop from those it has.
            if accepted % 16 == 0 { await Task.yield() }
        }
    }

    private func admit(_ descriptor: Int32, from peer: SocketAddress?) async {
        let isAdmitted = connections.open(limit: limits.maxConnections) { [loop] id in
            loop.spawn { [self] in
                await serve(descriptor, from: peer, id: id)
                connections.close(id)
            }
        }
        guard !isAdmitted, let socket = try? Socket(adopting: FileDescriptor(owning: descriptor), on: loop) else { return }
        guard gate?.terms.tls == nil else { return }
        let refusal = encoder.encode(.overloaded("too many connections"), to: nil, keepAlive: false).first
        // Without patience: a fresh connection has room for it.
        try? await socket.write(refusal, until: .now)
    }

    private func serve(_ descriptor: Int32, from peer: SocketAddress?, id: ConnectionTable.ID) async {
        guard let socket = try? Socket(adopting: FileDescriptor(owning: descriptor), on: loop) else { return }
        if let context = gate?.terms.tls { return await serve(socket, securedBy: context, from: peer, id: id) }
        var connection = Connection(socket, from: peer, id: id, of: self)
        await connection.serve()
    }

    private func serve(
        _ socket: consuming Socket, securedBy context: TLSServerContext, from peer: SocketAddress?, id: ConnectionTable.ID
    ) async {
        connections.beginHandshake(id, limit: limits.maxHandshakes)
        guard let stream = try? TLSStream(over: socket, context: context) else {
            return connections.endHandshake(id, isDone: false)
        }
        do throws(TLSError) {
            try await stream.accept(until: .after(limits.headTimeout))
        } catch {
            connections.endHandshake(id, isDone: false)
            guard case .notTLS = error else { return }
            // Most often a client that was told http in place of https: it is told so in its own language.
            let refusal = encoder.encode(.error(400, "this port speaks HTTPS"), to: nil, keepAlive: false).first
            let socket = stream.bareSocket()
            try? await socket.write(refusal, until: .now)
            await socket.drain(until: .after(limits.lingerTimeout))
            return
        }
        connections.endHandshake(id, isDone: true)
        var connection = Connection(stream, from: peer, id: id, of: self)
        await connection.serve()
    }
}
