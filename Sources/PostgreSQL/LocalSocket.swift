import Glibc
import Posix
import Synchronization

/// A Unix socket that libpq finds by name: it cannot be given a connection, only told where to make one.
///
/// In the abstract namespace (`unix(7)`), so that it leaves nothing behind.
struct LocalSocket: ~Copyable {
    private static let serial = Atomic<UInt64>(0)

    private let descriptor: FileDescriptor
    /// libpq's `host` of it.
    let folder: String

    /// Listens under a name of its own.
    init() throws(PostgresError) {
        let number = Self.serial.add(1, ordering: .relaxed).newValue
        let name = "whatsapp_status_exporter-\(getpid())-\(number)-\(UInt32.random(in: 0 ... .max))"
        let descriptor = try Self.make()
        try Self.listen(descriptor.number, as: name)
        self.descriptor = descriptor
        folder = "@" + name
    }

    /// The connection libpq has made, which must not block.
    func accept() throws(PostgresError) -> LocalEnd {
        let number = Glibc.accept(descriptor.number, nil, nil)
        guard number >= 0 else { throw .local("no local connection: \(Errno.last)") }
        let end = LocalEnd(FileDescriptor(owning: number))
        // Anybody on this host may connect to a name he has guessed.
        guard end.peerProcess == getpid() else { throw .local("another process has taken the local connection") }
        return end
    }

    private static func make() throws(PostgresError) -> FileDescriptor {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let number = socket(AF_UNIX, flags, 0)
        guard number >= 0 else { throw .local("no local socket: \(Errno.last)") }
        return FileDescriptor(owning: number)
    }

    private static func listen(_ number: Int32, as name: String) throws(PostgresError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // What libpq makes of a folder and a port.
        let path = [0] + Array("\(name)/.s.PGSQL.5432".utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let isBound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(number, $0, length) == 0 }
        }
        guard isBound, Glibc.listen(number, 1) == 0 else { throw .local("no local socket: \(Errno.last)") }
    }
}

/// Our end of a connection whose other end libpq holds; nothing in it ever waits.
struct LocalEnd: ~Copyable {
    private let descriptor: FileDescriptor

    init(_ descriptor: consuming FileDescriptor) {
        _ = fcntl(descriptor.number, F_SETFD, FD_CLOEXEC)
        self.descriptor = descriptor
    }

    /// `SO_PEERCRED`'s first member (`unix(7)`).
    var peerProcess: Int32? {
        var credentials: [Int32] = [0, 0, 0]
        var length = socklen_t(12)
        guard unsafe getsockopt(descriptor.number, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0 else { return nil }
        return credentials[0]
    }

    /// All that libpq has written.
    func read() -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let more = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                count = max(0, unsafe recv(descriptor.number, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)))
            }
            bytes += more
            guard more.count == 4096 else { return bytes }
        }
    }

    /// Hands bytes to libpq.
    /// - Throws: `.local` unless all of them went, as a few kilobytes always do when the last ones have been read.
    func write(_ bytes: ArraySlice<UInt8>) throws(PostgresError) {
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        let sent = unsafe bytes.withUnsafeBytes { unsafe send(descriptor.number, $0.baseAddress, $0.count, flags) }
        guard sent == bytes.count else { throw .local("the local connection is broken: \(Errno.last)") }
    }
}
