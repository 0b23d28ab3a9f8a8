import CLinux
import Glibc
import Posix

/// Open sockets of this process whose own end is at a local port: a server's listeners and connections.
func descriptorCount(ofPort port: UInt16) -> Int {
    (0..<Int32(4096)).count { number in
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(number, $0, &length) }
        }
        guard result == 0, [AF_INET, AF_INET6].contains(Int32(storage.ss_family)) else { return false }
        // The port stands at the same place in both families.
        let local = unsafe withUnsafeBytes(of: &storage) { unsafe $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self) }
        return UInt16(bigEndian: local) == port
    }
}

/// A TCP socket bound to a loopback port of the kernel's choice, made without the code under test.
func boundDescriptor(isListening: Bool = false) throws -> (descriptor: Int32, port: UInt16) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard number >= 0 else { throw Errno.last }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe bind(number, $0, length) == 0 && getsockname(number, $0, &length) == 0
        }
    }
    guard isBound, !isListening || listen(number, 8) == 0 else { throw Errno.last }
    return (number, UInt16(bigEndian: address.sin_port))
}

extension Client {
    /// Says that nothing more will come, and goes on reading.
    func endSending() {
        shutdown(socket.number, Int32(SHUT_WR))
    }
}
