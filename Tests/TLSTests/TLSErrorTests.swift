import Glibc
import Posix
import TLS
import Testing
import Wire

extension OverLoopback {
    @Suite struct TLSErrorTests {
        /// Reads what the client has to say first, so that a close is a close and no reset.
        private static func readHello(_ socket: borrowing Socket) async throws {
            var hello: [UInt8] = []
            _ = try await socket.read(into: &hello, until: .after(patience))
            #expect(hello.first == 22)
        }

        @Test func aSilentPeerTimesOut() throws {
            let result = try handshake(within: .milliseconds(50)) { socket in
                try await Self.readHello(socket)
                var rest: [UInt8] = []
                _ = try await socket.read(into: &rest, until: .never)
            }
            #expect(result == .failure(.socket(.timedOut)))
        }

        @Test func aPeerThatDripsMeetsTheDeadline() throws {
            let result = try handshake(within: .milliseconds(100)) { socket in
                try await Self.readHello(socket)
                try await socket.write([22, 3, 3, 64, 0], until: .after(patience))
                while true {
                    try await socket.write([0], until: .after(patience))
                    try? await socket.readable(until: .after(.milliseconds(1)))
                }
            }
            #expect(result == .failure(.socket(.timedOut)))
        }

        /// OpenSSL skips HelloRequests for as long as they come, in one call.
        @Test func aFloodOfEmptyMessagesMeetsTheDeadline() throws {
            let context = try TLSContext(systemTrust: TrustSources())
            let records = Array(repeatElement([22, 3, 3, 0, 4, 0, 0, 0, 0] as [UInt8], count: 50_000).joined())
            let flooding = try EventLoop()
            flooding.start()
            defer {
                flooding.stop()
                flooding.join()
            }
            let result = try run { loop in
                let listener = try listen(on: loop)
                let address = try address(of: listener)
                let client = Task(executorPreference: loop) {
                    try await handshake(with: address, context, as: "peer.test", within: .milliseconds(200), on: loop)
                }
                let connection = try await listener.accept(until: .after(patience))
                let number = connection.take()
                let flood = Task(executorPreference: flooding) {
                    let socket = try Socket(adopting: FileDescriptor(owning: number), on: flooding)
                    while true { try await socket.write(records, until: .after(.seconds(10))) }
                }
                let result = try await client.value
                flood.cancel()
                _ = await flood.result
                return result
            }
            #expect(result == .failure(.socket(.timedOut)))
        }

        @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-x\r\n", "220 mail", "x", "\u{0}\u{0}\u{0}"])
        func aPeerThatSpeaksSomethingElseIsNotTLS(answer: String) throws {
            let result = try handshake { socket in
                try await Self.readHello(socket)
                try await socket.write(Array(answer.utf8), until: .after(patience))
            }
            #expect(result == .failure(.notTLS))
        }

        @Test func aPeerThatClosesEndsTheStream() throws {
            let result = try handshake { socket in try await Self.readHello(socket) }
            #expect(result == .failure(.endOfStream))
        }

        @Test func aPeerThatClosesHalfEndsTheStream() throws {
            let result = try handshake { socket in
                _ = Glibc.shutdown(socket.number, Int32(SHUT_WR))
                var rest: [UInt8] = []
                while try await socket.read(into: &rest, until: .never) > 0 {}
            }
            #expect(result == .failure(.endOfStream))
        }

        @Test func aPeerThatResetsIsASystemError() throws {
            let result = try handshake { socket in
                try await Self.readHello(socket)
                var abrupt = linger(l_onoff: 1, l_linger: 0)
                unsafe setsockopt(
                    socket.number, SOL_SOCKET, SO_LINGER, &abrupt, socklen_t(MemoryLayout<linger>.size))
            }
            #expect(result == .failure(.socket(.system(Errno(ECONNRESET)))))
        }

        @Test(arguments: [UInt8(40), 80, 112, 255])
        func aFatalAlertIsTold(code: UInt8) throws {
            let result = try handshake { socket in
                try await Self.readHello(socket)
                try await socket.write([21, 3, 3, 0, 2, 2, code], until: .after(patience))
            }
            #expect(result == .failure(.alert(code)))
        }

        @Test func anOldProtocolIsTold() throws {
            let authority = try TestAuthority()
            let server = try OpenSSLServer(
                try authority.leaf(names: ["DNS:chat.test"]), ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
            let context = try TLSContext(systemTrust: TrustSources())
            #expect(try handshake(with: server, context, as: "chat.test") == .failure(.protocolVersion))
        }

        @Test func cancellationEndsTheHandshake() throws {
            let context = try TLSContext(systemTrust: TrustSources())
            let result = try run { loop in
                let listener = try listen(on: loop)
                let address = try address(of: listener)
                let client = Task(executorPreference: loop) {
                    try await handshake(with: address, context, as: "peer.test", on: loop)
                }
                let held = try await listener.accept(until: .after(patience))
                _ = await loop.sleep(until: .after(.milliseconds(20)))
                client.cancel()
                _ = held.peer
                return try await client.value
            }
            #expect(result == .failure(.socket(.cancelled)))
        }

        @Test func hasWordsForEverything() {
            let errors: [TLSError] = [
                .socket(.timedOut), .socket(.cancelled), .socket(.system(Errno(ECONNRESET))), .endOfStream, .notTLS,
                .protocolVersion, .alert(40), .alert(255), .invalidServerName, .failed("bad decrypt"),
            ]
            #expect(Set(errors.map(\.description)).count == errors.count)
            #expect(TLSError.alert(40).description == "peer sent alert: handshake failure")
        }
    }
}
