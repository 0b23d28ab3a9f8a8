import CLinux
import Glibc

extension Socket {
    /// A stream socket connected to another of this host, by its path (`unix(7)`).
    ///
    /// A path that begins with `@` is a name in the abstract namespace.
    /// - Throws: `.system(ENAMETOOLONG)` for a path of more than 107 bytes, `.system(ENOENT)` for an empty one; `.timedOut` also
    ///   while the listener's queue is full.
    package static func connected(
        toPath path: String, on loop: EventLoop, until deadline: Deadline
    ) async throws(SocketError) -> Socket {
        let socket = try unixStream(on: loop)
        var pause = Duration.milliseconds(1)
        while true {
            do throws(Errno) {
                let (address, length) = try unixAddress(of: path)
                try retryingInterrupts { connect(socket.number, address, length) }
                return socket
            } catch  where error.code == EAGAIN {
                // The queue is full, and nothing tells when it is not.
                guard Deadline.now < deadline else { throw .timedOut }
                guard await loop.sleep(until: min(deadline, .after(pause))) != .cancelled else { throw .cancelled }
                pause = min(pause * 2, .milliseconds(50))
            } catch {
                throw .system(error)
            }
        }
    }

    private static func unixStream(on loop: EventLoop) throws(SocketError) -> Socket {
        do throws(Errno) {
            let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let number = try retryingInterrupts { Glibc.socket(AF_UNIX, flags, 0) }
            return try Socket(adopting: FileDescriptor(owning: number), on: loop)
        } catch {
            throw .system(error)
        }
    }

    private static func connect(_ number: Int32, _ address: sockaddr_un, _ length: socklen_t) -> Int32 {
        unsafe withUnsafePointer(to: address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe Glibc.connect(number, $0, length) }
        }
    }

    /// A path in the kernel's own form.
    static func unixAddress(of path: String) throws(Errno) -> (address: sockaddr_un, length: socklen_t) {
        let isAbstract = path.hasPrefix("@")
        let name = (isAbstract ? [0] + path.utf8.dropFirst() : Array(path.utf8))
        guard !name.isEmpty, isAbstract || !name.contains(0) else { throw Errno(ENOENT) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count < room else { throw Errno(ENAMETOOLONG) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        // The length tells where an abstract name ends; a path ends with its zero.
        let length = MemoryLayout<sa_family_t>.size + name.count + (isAbstract ? 0 : 1)
        return (address, socklen_t(length))
    }
}

extension Errno {
    /// Whether nothing is there under a path.
    package var isAbsence: Bool { code == ENOENT || code == ENOTDIR }
}
