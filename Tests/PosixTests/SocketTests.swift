import Glibc
import Testing
import Wire

@testable import Posix

@Suite struct SocketTests {
    static let loopbacks = [SocketAddress(.v4(0x7F00_0001), port: 0), SocketAddress(.v6(high: 0, low: 1), port: 0)]

    /// Runs a client and a server against each other on one loop and returns what the client returns.
    private func pair<Result: Sendable>(
        at address: SocketAddress = loopbacks[0],
        server: @escaping @Sendable (Int32, EventLoop) async throws -> Void,
        client: @escaping @Sendable (SocketAddress, EventLoop) async throws -> Result
    ) throws -> Result {
        let loop = try EventLoop()
        let result = loop.run { () -> Swift.Result<Result, any Error> in
            do {
                let listener = try ListeningSocket(at: address, on: loop)
                guard let real = listener.address else { throw Errno(EADDRNOTAVAIL) }
                let caller = Task(executorPreference: loop) { try await client(real, loop) }
                let descriptor = try await listener.accept(until: .after(.seconds(10))).take()
                try await server(descriptor, loop)
                return .success(try await caller.value)
            } catch {
                return .failure(error)
            }
        }
        return try #require(result).get()
    }

    @Test(arguments: loopbacks)
    func carriesAMegabyteBothWays(at address: SocketAddress) throws {
        let sent = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let received = try pair(at: address) { descriptor, loop in
            let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
            var bytes: [UInt8] = []
            while bytes.count < sent.count {
                if try await socket.read(into: &bytes, until: .after(.seconds(10))) == 0 { break }
            }
            try await socket.write(bytes, until: .after(.seconds(10)))
        } client: { address, loop in
            let socket = try Socket.stream(for: address.ip.family, on: loop)
            try await socket.connect(to: address, until: .after(.seconds(10)))
            try await socket.write(sent, until: .after(.seconds(10)))
            var bytes: [UInt8] = []
            while try await socket.read(into: &bytes, until: .after(.seconds(10))) > 0 {}
            return bytes
        }
        #expect(received == sent)
    }

    @Test func aSilentPeerEndsInATimeout() throws {
        let error = try pair { descriptor, loop in
            let held = FileDescriptor(owning: descriptor)
            _ = await loop.sleep(until: .after(.milliseconds(60)))
            _ = consume held
        } client: { address, loop in
            let socket = try Socket.stream(for: .ip4, on: loop)
            try await socket.connect(to: address, until: .after(.seconds(5)))
            var bytes: [UInt8] = []
            do {
                _ = try await socket.read(into: &bytes, until: .after(.milliseconds(20)))
                return SocketError?.none
            } catch let error as SocketError {
                return error
            }
        }
        #expect(error == .timedOut)
    }

    @Test func aPeerThatDripsForEverMeetsTheDeadline() throws {
        let error = try pair { descriptor, loop in
            let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
            for _ in 0..<200 {
                do { try await socket.write([0], until: .after(.seconds(1))) } catch { return }
                _ = await loop.sleep(until: .after(.milliseconds(1)))
            }
        } client: { address, loop in
            let socket = try Socket.stream(for: .ip4, on: loop)
            try await socket.connect(to: address, until: .after(.seconds(5)))
            var bytes: [UInt8] = []
            let deadline = Deadline.after(.milliseconds(40))
            do {
                while try await socket.read(into: &bytes, until: deadline) > 0 {}
                return SocketError?.none
            } catch let error as SocketError {
                return error
            }
        }
        #expect(error == .timedOut)
    }

    @Test func aClosedPortRefuses() throws {
        let loop = try EventLoop()
        let error = loop.run { () -> SocketError? in
            do {
                var address = Self.loopbacks[0]
                do {
                    let listener = try ListeningSocket(at: address, on: loop)
                    address = listener.address ?? address
                }
                let socket = try Socket.stream(for: .ip4, on: loop)
                try await socket.connect(to: address, until: .after(.seconds(5)))
                return nil
            } catch {
                return error as? SocketError
            }
        }
        #expect(error == .system(Errno(ECONNREFUSED)))
    }

    @Test func cancellationClosesTheDescriptor() throws {
        let error = try pair { descriptor, loop in
            let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
            var bytes: [UInt8] = []
            // The end of the stream shows that the cancelled client's socket really closed.
            #expect(try await socket.read(into: &bytes, until: .after(.seconds(5))) == 0)
        } client: { address, loop in
            let reader = Task(executorPreference: loop) { () -> SocketError? in
                let socket = try Socket.stream(for: .ip4, on: loop)
                try await socket.connect(to: address, until: .after(.seconds(5)))
                var bytes: [UInt8] = []
                do throws(SocketError) { _ = try await socket.read(into: &bytes, until: .never) } catch { return error }
                return nil
            }
            _ = await loop.sleep(until: .after(.milliseconds(20)))
            reader.cancel()
            return try await reader.value
        }
        #expect(error == .cancelled)
    }

    @Test func datagramsKeepTheirBounds() throws {
        let loop = try EventLoop()
        let lengths = loop.run { () -> [Int] in
            do {
                let listener = try ListeningSocket(at: Self.loopbacks[0], on: loop)
                guard let port = listener.address?.port else { return [] }
                // A connected UDP socket whose peer does not exist hears of it: the kernel hands up the ICMP error.
                let socket = try Socket.datagram(for: .ip4, on: loop)
                try await socket.connect(to: SocketAddress(.v4(0x7F00_0001), port: port), until: .after(.seconds(1)))
                try await socket.write([1, 2, 3], until: .after(.seconds(1)))
                var bytes: [UInt8] = []
                do {
                    _ = try await socket.read(into: &bytes, until: .after(.seconds(2)))
                    return [bytes.count]
                } catch SocketError.system(let errno) {
                    return [Int(-errno.code)]
                }
            } catch {
                return []
            }
        }
        #expect(lengths == [Int(-ECONNREFUSED)])
    }
}
