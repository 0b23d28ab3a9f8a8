import Glibc
import Posix
import Synchronization
import TLS
import Testing
import Wire

extension OverLoopback {
    @Suite struct TLSStreamTests {
        let authority: TestAuthority
        let context: TLSContext

        init() throws {
            authority = try TestAuthority()
            context = try TLSContext(systemTrust: TrustSources(), trustedFile: authority.root)
        }

        private func server(_ more: [String] = []) throws -> OpenSSLServer {
            try OpenSSLServer(try authority.leaf(names: ["DNS:chat.test"]), chain: authority.intermediate, more)
        }

        @Test(arguments: ["-tls1_3", "-tls1_2"])
        func carriesAMegabyteBothWays(version: String) throws {
            let server = try server([version])
            let (address, context) = (server.address, context)
            let lines = (0..<10_000).map { number in
                (0..<99).map { column -> UInt8 in 97 + UInt8((number * 7 + column * column) % 26) }
            }
            let received = try run { loop in
                let stream = try TLSStream(
                    over: try await connect(to: address, on: loop), context: context, serverName: "chat.test")
                #expect(try await stream.handshake(until: .after(patience)).verdict.isTrusted)
                var bytes: [UInt8] = []
                var sent = 0
                // The server answers each line before it reads on, so unread answers must stay within socket buffers.
                for start in stride(from: 0, to: lines.count, by: 500) {
                    let part = lines[start..<start + 500].flatMap { line -> [UInt8] in line + [10] }
                    try await stream.write(part, until: .after(patience))
                    sent += part.count
                    while bytes.count < sent, try await stream.read(into: &bytes, until: .after(patience)) > 0 {}
                }
                stream.shutdown()
                return bytes
            }
            #expect(received.count == 1_000_000)
            #expect(received == lines.flatMap { line -> [UInt8] in line.reversed() + [10] })
        }

        @Test func takesAMegabyteInOnePiece() throws {
            let server = try server()
            let (address, context) = (server.address, context)
            let longLine = [UInt8](repeating: 120, count: 1_000_000)
            let received = try run { loop in
                let stream = try TLSStream(
                    over: try await connect(to: address, on: loop), context: context, serverName: "chat.test")
                _ = try await stream.handshake(until: .after(patience))
                // One write far above what the socket takes at once: it must wait for room in between.
                try await stream.write(longLine + [10], until: .after(patience))
                var bytes: [UInt8] = []
                while bytes.count < longLine.count, try await stream.read(into: &bytes, until: .after(patience)) > 0 {}
                return bytes.count { $0 == 120 }
            }
            #expect(received == longLine.count)
        }

        @Test func endsWithThePeer() throws {
            let server = try server()
            let (address, context) = (server.address, context)
            let counts = try run { loop in
                let stream = try TLSStream(
                    over: try await connect(to: address, on: loop), context: context, serverName: "chat.test")
                _ = try await stream.handshake(until: .after(patience))
                try await stream.write([], until: .after(patience))
                // The word that makes `s_server -rev` hang up.
                try await stream.write(Array("CLOSE\n".utf8), until: .after(patience))
                var bytes: [UInt8] = []
                let first = try await stream.read(into: &bytes, until: .after(patience))
                let second = try await stream.read(into: &bytes, until: .after(patience))
                return [first, second, bytes.count]
            }
            #expect(counts == [0, 0, 0])
        }

        @Test func aSilentPeerTimesOutTheRead() throws {
            let server = try server()
            let (address, context) = (server.address, context)
            let error = try run { loop in
                let stream = try TLSStream(
                    over: try await connect(to: address, on: loop), context: context, serverName: "chat.test")
                _ = try await stream.handshake(until: .after(patience))
                var bytes: [UInt8] = []
                do {
                    _ = try await stream.read(into: &bytes, until: .after(.milliseconds(30)))
                    return SocketError?.none
                } catch let error as SocketError {
                    return error
                }
            }
            #expect(error == .timedOut)
        }

        @Test func aRefusedClientCertificateBreaksTheProtocol() throws {
            // With TLS 1.3 the handshake is over for the client before the server looks at the certificate it lacks.
            let server = try server(["-tls1_3", "-Verify", "1", "-verify_return_error"])
            let (address, context) = (server.address, context)
            let error = try run { loop in
                let stream = try TLSStream(
                    over: try await connect(to: address, on: loop), context: context, serverName: "chat.test")
                _ = try await stream.handshake(until: .after(patience))
                var bytes: [UInt8] = []
                do {
                    _ = try await stream.read(into: &bytes, until: .after(patience))
                    return SocketError?.none
                } catch let error as SocketError {
                    return error
                }
            }
            #expect(error == .system(Errno(EPROTO)))
        }

        @Test func twoHundredHandshakesLeaveNoDescriptor() throws {
            let good = try server()
            let stranger = try OpenSSLServer(try authority.leaf("stranger", names: ["DNS:chat.test"], by: .itself))
            let addresses = [good.address, stranger.address]
            let context = context
            let failures = try run { loop in
                let closed = try listen(on: loop)
                let silent = try address(of: closed)
                _ = try await OverLoopback.handshake(with: addresses[0], context, as: "chat.test", on: loop)
                var failures = 0
                for round in 0..<50 {
                    for address in addresses {
                        let result = try await OverLoopback.handshake(with: address, context, as: "chat.test", on: loop)
                        failures += try result.get().verdict.isTrusted ? 0 : 1
                    }
                    let result = try await OverLoopback.handshake(with: addresses[round % 2], context, as: "", on: loop)
                    failures += (try? result.get()) == nil ? 1 : 0
                    let late = try await OverLoopback.handshake(
                        with: silent, context, as: "x.test", within: .milliseconds(1), on: loop)
                    failures += (try? late.get()) == nil ? 1 : 0
                }
                #expect(descriptorsConnected(to: addresses + [silent]) == 0)
                let held = try await connect(to: addresses[0], on: loop)
                #expect(descriptorsConnected(to: addresses) == 1, "the count sees what is open")
                _ = consume held
                return failures
            }
            #expect(failures == 150)
        }

        /// Shakes hands through a relay that does `damage` to the first flight of a real server.
        private func handshake(
            with server: OpenSSLServer, damage: @escaping @Sendable ([UInt8]) -> (bytes: [UInt8], isCut: Bool)
        ) throws -> Result<TLSHandshake, TLSError> {
            let (address, context) = (server.address, context)
            return try run { loop in
                let listener = try listen(on: loop)
                let relayed = try OverLoopback.address(of: listener)
                let client = Task(executorPreference: loop) {
                    try await OverLoopback.handshake(
                        with: relayed, context, as: "chat.test", within: .milliseconds(100), on: loop)
                }
                let connection = try await listener.accept(until: .after(patience))
                let number = connection.take()
                let relay = Task(executorPreference: loop) {
                    let near = try Socket(adopting: FileDescriptor(owning: number), on: loop)
                    let far = try await connect(to: address, on: loop)
                    var hello: [UInt8] = []
                    _ = try await near.read(into: &hello, until: .after(patience))
                    try await far.write(hello, until: .after(patience))
                    var flight: [UInt8] = []
                    _ = try await far.read(into: &flight, until: .after(patience))
                    let damaged = damage(flight)
                    try await near.write(damaged.bytes, until: .after(patience))
                    if damaged.isCut { return }
                    _ = try await near.read(into: &hello, until: .after(patience))
                }
                let result = try await client.value
                relay.cancel()
                _ = await relay.result
                return result
            }
        }

        @Test func aFlightCutAnywhereFails() throws {
            let server = try server(["-tls1_3"])
            let length = try firstFlightLength(of: server)
            for count in stride(from: 0, to: length - 1, by: 41) {
                let result = try handshake(with: server) { (Array($0.prefix(count)), true) }
                #expect(result == .failure(.endOfStream), "cut after \(count) bytes")
            }
        }

        @Test func aFlightWithAFalseByteNeverShowsAnotherChain() throws {
            let server = try server(["-tls1_3"])
            let length = try firstFlightLength(of: server)
            for position in stride(from: 0, to: length, by: 29) {
                let result = try handshake(with: server) { flight in
                    var flight = flight
                    if position < flight.count { flight[position] ^= 0x5A }
                    return (flight, false)
                }
                // A byte outside of what TLS protects, such as a record's version, may be anything.
                if let handshake = try? result.get() { #expect(handshake.verdict.isTrusted) }
            }
        }

        private func firstFlightLength(of server: OpenSSLServer) throws -> Int {
            let length = Mutex(0)
            _ = try handshake(with: server) { flight in
                length.withLock { $0 = flight.count }
                return (flight, true)
            }
            return try #require(length.withLock { $0 > 500 ? $0 : nil })
        }
    }
}
