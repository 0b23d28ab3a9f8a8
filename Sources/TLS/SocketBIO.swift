import COpenSSL
import Glibc

/// OpenSSL's way to the socket: `recv(2)` and `send(2)` on a descriptor, in place of OpenSSL's own socket BIO.
///
/// It differs in three points: a write to a closed connection raises no SIGPIPE; the reason why a call stopped is kept;
/// and one call of OpenSSL gets only so many bytes, because OpenSSL reads on while a peer floods it with messages that
/// carry no data, and nothing may hold the loop's thread.
enum SocketBIO {
    /// Why the socket gave or took no more.
    enum Halt: Equatable {
        /// The kernel has no bytes, or no room: wait for the descriptor.
        case blocked
        /// The allowance of this call is used up; the descriptor may well be ready.
        case allowanceSpent
        case endOfStream
        case failed(Int32)
    }

    /// What the callbacks know about their connection; it lives as long as the BIO.
    struct Connection {
        let descriptor: Int32
        var allowanceBytes = 0
        var halt: Halt?
        /// The first byte ever received: the type of the first TLS record, if that is what the peer speaks.
        var firstByte: UInt8?
        var verification = Verification()
        /// True once the handshake is over and its result given out.
        var isEstablished = false
        /// A server's: whether the client's hello is there, and the name in it.
        var hasHeardHello = false
        var serverName: String?

        /// Prepares for one call of OpenSSL. No handshake message is longer than 100 KB (`SSL_MAX_CERT_LIST_DEFAULT`).
        mutating func beginCall() {
            allowanceBytes = 128 << 10
            halt = nil
        }
    }

    private static let retryFlags = BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY

    /// One for all methods: there are few.
    private static let type = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK

    static func makeMethod() -> OpaquePointer? {
        guard let method = unsafe BIO_meth_new(type, "socket") else { return nil }
        unsafe BIO_meth_set_read(method) { bio, buffer, count in unsafe SocketBIO.receive(bio, buffer, count) }
        unsafe BIO_meth_set_write(method) { bio, buffer, count in unsafe SocketBIO.send(bio, buffer, count) }
        // Nothing is buffered here: a flush has always happened.
        unsafe BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
        return unsafe method
    }

    private static func receive(_ bio: OpaquePointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let connection = unsafe connection(of: bio) else { return -1 }
        unsafe BIO_clear_flags(bio, retryFlags)
        let wanted = unsafe min(Int(count), connection.pointee.allowanceBytes)
        guard wanted > 0 else {
            unsafe connection.pointee.halt = .allowanceSpent
            unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
            return -1
        }
        let received = unsafe transfer(bio, connection, BIO_FLAGS_READ) {
            unsafe recv(connection.pointee.descriptor, buffer, wanted, 0)
        }
        if received == 0 { unsafe connection.pointee.halt = .endOfStream }
        if received > 0 {
            unsafe connection.pointee.allowanceBytes -= Int(received)
            if unsafe connection.pointee.firstByte == nil {
                unsafe connection.pointee.firstByte = buffer.map { unsafe UInt8(bitPattern: $0.pointee) }
            }
        }
        return received
    }

    private static func send(_ bio: OpaquePointer?, _ buffer: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let connection = unsafe connection(of: bio) else { return -1 }
        unsafe BIO_clear_flags(bio, retryFlags)
        return unsafe transfer(bio, connection, BIO_FLAGS_WRITE) {
            unsafe Glibc.send(connection.pointee.descriptor, buffer, Int(count), Int32(MSG_NOSIGNAL))
        }
    }

    private static func transfer(
        _ bio: OpaquePointer?, _ connection: UnsafeMutablePointer<Connection>, _ direction: Int32, _ call: () -> Int
    ) -> Int32 {
        while true {
            let result = call()
            if result >= 0 { return Int32(truncatingIfNeeded: result) }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                unsafe connection.pointee.halt = .blocked
                unsafe BIO_set_flags(bio, direction | BIO_FLAGS_SHOULD_RETRY)
            case let code: unsafe connection.pointee.halt = .failed(code)
            }
            return -1
        }
    }

    private static func connection(of bio: OpaquePointer?) -> UnsafeMutablePointer<Connection>? {
        unsafe BIO_get_data(bio)?.assumingMemoryBound(to: Connection.self)
    }
}
