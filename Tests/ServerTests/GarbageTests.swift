import Posix
import Testing

@testable import Server

@Suite struct GarbageTests {
    /// The generator of Steele, Lea and Flood's "Fast splittable pseudorandom number generators".
    private struct SplitMix: RandomNumberGenerator, Sendable {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var value = state
            value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
            value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
            return value ^ value >> 31
        }
    }

    private static let sound = [
        get("/hello"), request("POST", "/echo", "Content-Length: 5") + "hello",
        request("POST", "/echo", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
        request("POST", "/echo", "Expect: 100-continue", "Content-Length: 5") + "hello",
    ].joined()

    /// A pipeline of requests with some bytes changed, left out or cut off, or nothing but noise.
    private static func damaged(_ random: inout SplitMix) -> [UInt8] {
        if UInt8.random(in: 0..<8, using: &random) == 0 {
            return (0..<Int.random(in: 1...20_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        var bytes = Array(sound.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch UInt8.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = .random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...64, using: &random)), at: index)
            default: bytes.removeLast(min(bytes.count - 1, index / 4))
            }
        }
        return bytes
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func outlivesGarbage(seed: UInt64) throws {
        try TestServer.run(ConnectionTests.routes) { test in
            var random = SplitMix(state: seed)
            for _ in 0..<150 {
                let garbage = Self.damaged(&random)
                let client = try await test.client()
                // The server may have closed before all is sent.
                try? await client.send(garbage)
                // Every other one is gone without a word.
                guard Bool.random(using: &random) else { continue }
                client.endSending()
                var received: [UInt8] = []
                while let count = try? await client.socket.read(into: &received, until: .after(.seconds(30))), count > 0 {}
                #expect(received.isEmpty || received.starts(with: "HTTP/1.1 ".utf8))
            }
            await test.until { test.server.statistics.connectionsOpen == 0 }
            #expect(try await test.ask(get("/hello"))?.text == "hello")
        }
    }

    @Test func aConnectionCutAtAnyByteIsForgotten() throws {
        try TestServer.run(ConnectionTests.routes) { test in
            let bytes = Array(Self.sound.utf8)
            for length in 0...bytes.count {
                let client = try await test.client()
                try await client.send(Array(bytes[..<length]))
            }
            await test.until { test.server.statistics.connectionsOpen == 0 }
            #expect(try await test.ask(get("/hello"))?.text == "hello")
        }
    }
}
