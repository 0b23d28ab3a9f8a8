import CLinux
import Glibc
import Wire

@testable import Posix

/// Open sockets of this process whose own end is at a local address: a server's listeners and connections.
func descriptorCount(at address: SocketAddress) -> Int {
    (0..<Int32(4096)).count { localAddress(of: $0) == address }
}

private func localAddress(of number: Int32) -> SocketAddress? {
    unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
        if unsafe getsockname(number, address, length) != 0 { throw Errno.last }
    }
}

/// A TCP socket bound to a port of the kernel's choice at a host of its own, made without the code under test.
func boundDescriptor(isListening: Bool = false) throws -> (descriptor: Int32, address: SocketAddress) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard number >= 0 else { throw Errno.last }
    let isBound = unsafe SocketAddress(TestServer.newHost(), port: 0).withSockaddr { unsafe bind(number, $0, $1) == 0 }
    guard isBound, !isListening || listen(number, 8) == 0, let address = localAddress(of: number) else { throw Errno.last }
    return (number, address)
}

extension Client {
    /// Says that nothing more will come, and goes on reading.
    func endSending() {
        shutdown(socket.number, Int32(SHUT_WR))
    }
}
