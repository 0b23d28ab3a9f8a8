package import Posix
package import Wire

/// An open WebSocket over a connection, of a client or a server: messages both ways.
///
/// Pings are answered while one listens. It belongs to the tasks of one loop, with one reader and one writer at a time.
package struct WebSocketChannel: ~Copyable {
    /// Why nothing could be heard or said.
    package enum Failure: Error, Equatable, Sendable {
        case socket(SocketError)
        /// The peer broke the rules, and was told so.
        case violation(WebSocketError)
    }

    /// After so many steps others have their turn: of what has arrived already there may be half a million pings to answer.
    private static let stepsPerTurn = 64

    private let stream: PeerStream
    private let role: WebSocketDecoder.Role
    private let limitBytes: Int
    private let input: Input

    /// What is not whole yet; a class, since whoever reads a stream may not change it.
    private final class Input {
        var decoder: WebSocketDecoder
        var heardBytes: Int
        var violation: WebSocketError?
        /// Whether the peer has ended it, and was answered.
        var isClosed = false
        var steps = 0

        init(_ decoder: WebSocketDecoder, heardBytes: Int) {
            self.decoder = decoder
            self.heardBytes = heardBytes
        }
    }

    /// - Parameters:
    ///   - role: the end this is.
    ///   - received: what came with the opening already.
    ///   - limitBytes: all that is listened to: a peer that never stops talking, if only in pings, has no more to say.
    package init(
        over stream: consuming PeerStream, as role: WebSocketDecoder.Role, received: [UInt8] = [], limitBytes: Int = 1 << 20
    ) {
        self.stream = stream
        self.role = role
        self.limitBytes = limitBytes
        var decoder = WebSocketDecoder(for: role, messageLimitBytes: limitBytes)
        decoder.receive(received)
        input = Input(decoder, heardBytes: received.count)
    }

    /// Which rule the peer broke, if it did.
    package var violation: WebSocketError? { input.violation }

    /// Waits for the peer's next message, pong or close, which is answered; `nil` when the connection ended without one.
    package func next(until deadline: Deadline) async throws(Failure) -> WebSocketEvent? {
        while true {
            input.steps += 1
            if input.steps.isMultiple(of: Self.stepsPerTurn) {
                await Task.yield()
                guard Deadline.now < deadline else { throw .socket(.timedOut) }
            }
            let event: WebSocketEvent?
            do throws(WebSocketError) {
                guard input.heardBytes <= limitBytes else { throw .messageTooLarge }
                event = try input.decoder.next()
            } catch {
                try await refuse(error, until: deadline)
            }
            switch event {
            case .ping(let bytes): try await say(.pong(bytes), until: deadline)
            case .close(let close):
                input.isClosed = true
                // A peer that closes may be gone before it hears the answer.
                do throws(Failure) { try await say(.close(WebSocketClose(close.code)), until: deadline) } catch {}
                return event
            case .some: return event
            case nil: guard try await fill(until: deadline) else { return nil }
            }
        }
    }

    /// Tells a peer that it broke a rule, if it listens.
    private func refuse(_ violation: WebSocketError, until deadline: Deadline) async throws(Failure) -> Never {
        input.violation = violation
        do throws(Failure) {
            try await say(.close(WebSocketClose(violation.closeCode)), until: min(deadline, .after(.milliseconds(100))))
        } catch {}
        throw .violation(violation)
    }

    /// - Returns: false at the end of the stream.
    private func fill(until deadline: Deadline) async throws(Failure) -> Bool {
        var bytes: [UInt8] = []
        do throws(SocketError) {
            guard try await stream.read(into: &bytes, until: deadline) > 0 else { return false }
        } catch {
            throw .socket(error)
        }
        input.heardBytes += bytes.count
        input.decoder.receive(bytes)
        return true
    }

    /// Says something in one frame.
    package func say(_ event: WebSocketEvent, until deadline: Deadline) async throws(Failure) {
        var bytes: [UInt8] = []
        // The system's generator, which nobody can predict: that is what the mask is for (RFC 6455 section 10.3).
        event.serialize(mask: role == .client ? UInt32.random(in: 0 ... .max) : nil, into: &bytes)
        do throws(SocketError) {
            try await stream.write(bytes, until: deadline)
        } catch {
            throw .socket(error)
        }
    }

    /// Ends the WebSocket in good order: says so, and waits until the peer has said it too, but a second at most.
    ///
    /// What the peer had still to say is not listened to, and no rule broken then is told.
    package func close(until deadline: Deadline) async {
        defer { stream.shutdown() }
        guard !input.isClosed else { return }
        let deadline = min(deadline, .after(.seconds(1)))
        do throws(Failure) {
            try await say(.close(WebSocketClose(.normal)), until: deadline)
            while let event = try await next(until: deadline) {
                if case .close = event { break }
            }
        } catch {}
    }
}
