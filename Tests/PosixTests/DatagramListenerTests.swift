import Glibc
import Posix
import Testing
import Wire

@Suite struct DatagramListenerTests {
    @Test func answersWhoAsks() throws {
        let loop = try EventLoop()
        let answer = loop.run { () -> Result<[UInt8], any Error> in
            do {
                let listener = try DatagramListener(at: SocketAddress(.v4(0x7F00_0001), port: 0), on: loop)
                let bound = listener.address
                let address = try #require(bound)
                let client = try Socket.datagram(for: .ip4, on: loop)
                try await client.connect(to: address, until: .after(.seconds(10)))
                try await client.write([1, 2, 3], until: .after(.seconds(10)))
                let query = try await listener.receive(until: .after(.seconds(10)))
                #expect(query.bytes == [1, 2, 3])
                #expect(query.sender == client.localAddress)
                listener.send([4, 5], to: query.sender)
                var answer: [UInt8] = []
                _ = try await client.read(into: &answer, until: .after(.seconds(10)))
                return .success(answer)
            } catch {
                return .failure(error)
            }
        }
        #expect(try answer?.get() == [4, 5])
    }

    @Test func anAddressIsTakenOnce() throws {
        let loop = try EventLoop()
        let listener = try DatagramListener(at: SocketAddress(.v4(0x7F00_0001), port: 0), on: loop)
        let bound = listener.address
        let address = try #require(bound)
        #expect(throws: Errno(EADDRINUSE)) {
            _ = try DatagramListener(at: address, on: loop)
        }
        _ = listener.address
    }
}
