import CLinux
import Foundation
import Glibc
import Testing

@testable import Posix

@Suite struct UnixSocketTests {
    /// A listening socket at a path, on no loop.
    private static func listener(at path: String, backlog: Int32 = 8) throws -> FileDescriptor {
        let number = try retryingInterrupts { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0) }
        let descriptor = FileDescriptor(owning: number)
        let (address, length) = try Socket.unixAddress(of: path)
        let result = unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(number, $0, length) }
        }
        guard result == 0, listen(number, backlog) == 0 else { throw Errno.last }
        return descriptor
    }

    private static func path() -> String {
        NSTemporaryDirectory() + "posix-tests-" + UUID().uuidString
    }

    /// Connects, says hello, and gives the first error.
    private static func connect(to path: String, within limit: Duration = .seconds(10)) throws -> SocketError? {
        let loop = try EventLoop()
        let result = loop.run { () -> SocketError? in
            do throws(SocketError) {
                let socket = try await Socket.connected(toPath: path, on: loop, until: .after(limit))
                try await socket.write(Array("hello".utf8), until: .after(limit))
                return nil
            } catch {
                return error
            }
        }
        return try #require(result)
    }

    @Test(arguments: [path(), "@posix-tests-" + UUID().uuidString]) func talksToAListener(path: String) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let listener = try Self.listener(at: path)
        #expect(try Self.connect(to: path) == nil)
        let connection = FileDescriptor(owning: accept(listener.number, nil, nil))
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe read(connection.number, &bytes, bytes.count)
        #expect(bytes.prefix(max(0, count)).elementsEqual("hello".utf8))
    }

    @Test func saysWhatIsWrong() throws {
        #expect(try Self.connect(to: Self.path()) == .system(Errno(ENOENT)))
        #expect(try Self.connect(to: "") == .system(Errno(ENOENT)))
        #expect(try Self.connect(to: "/a\0b") == .system(Errno(ENOENT)))
        #expect(try Self.connect(to: "/dev/null") == .system(Errno(ECONNREFUSED)))
        #expect(try Self.connect(to: "/dev/null/x") == .system(Errno(ENOTDIR)))
        let stale = Self.path()
        defer { try? FileManager.default.removeItem(atPath: stale) }
        _ = try Self.listener(at: stale)
        #expect(try Self.connect(to: stale) == .system(Errno(ECONNREFUSED)))
    }

    @Test func aPathMayFillTheRoomButNoMore() throws {
        #expect(try Self.connect(to: "/" + String(repeating: "x", count: 106)) == .system(Errno(ENOENT)))
        #expect(try Self.connect(to: "/" + String(repeating: "x", count: 107)) == .system(Errno(ENAMETOOLONG)))
    }

    @Test func waitsForAFullQueueUntilTheDeadline() throws {
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let listener = try Self.listener(at: path, backlog: 0)
        var errors: [SocketError?] = []
        for _ in 0..<3 where errors.last != .timedOut { errors.append(try Self.connect(to: path, within: .milliseconds(100))) }
        #expect(errors.last == .timedOut)
        #expect(listener.number >= 0, "open until here")
    }
}
