import CLinux
import Glibc
package import Wire

/// An internet address with a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    package var ip: IPAddress
    package var port: UInt16
    /// The interface a link-local address lives on (`if_nametoindex(3)`); 0 elsewhere.
    package var scope: UInt32

    package init(_ ip: IPAddress, port: UInt16, scope: UInt32 = 0) {
        self.ip = ip
        self.port = port
        self.scope = scope
    }

    /// An address in its text form, with an optional zone (`fe80::1%eth0`) but no port.
    package init?(literal text: some StringProtocol, port: UInt16) {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let ip = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        self.init(ip, port: port)
        guard parts.count == 2 else { return }
        let index = unsafe if_nametoindex(String(parts[1]))
        scope = UInt32(parts[1]) ?? index
        guard scope != 0 else { return nil }
    }

    /// `192.0.2.1:443`, `[2001:db8::1]:443`.
    package var description: String {
        switch ip {
        case .v4: "\(ip):\(port)"
        case .v6: "[\(ip)]:\(port)"
        }
    }

    var domain: Int32 {
        switch ip {
        case .v4: AF_INET
        case .v6: AF_INET6
        }
    }

    /// Lends the address to a system call in the kernel's own form.
    func withSockaddr<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch ip {
        case .v4(let bits):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = bits.bigEndian
            return unsafe Self.lend(&address, body)
        case .v6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = scope
            unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { unsafe $0.copyBytes(from: ip.bytes) }
            return unsafe Self.lend(&address, body)
        }
    }

    private static func lend<Address, Result>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Has a system call fill in an address; `nil` when it is neither IPv4 nor IPv6.
    static func filled(by body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws(Errno) -> Void)
        throws(Errno) -> SocketAddress?
    {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var failure: Errno?
        unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                do throws(Errno) { unsafe try body(address, &length) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        let family = Int32(storage.ss_family)
        return unsafe withUnsafeBytes(of: &storage) { bytes in
            switch family {
            case AF_INET:
                let address = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
                return SocketAddress(.v4(UInt32(bigEndian: address.sin_addr.s_addr)), port: UInt16(bigEndian: address.sin_port))
            case AF_INET6:
                var address = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
                let ip = unsafe withUnsafeBytes(of: &address.sin6_addr) { unsafe IPAddress(bytes: Array($0)) }
                return ip.map {
                    SocketAddress($0, port: UInt16(bigEndian: address.sin6_port), scope: address.sin6_scope_id)
                }
            default:
                return nil
            }
        }
    }
}
