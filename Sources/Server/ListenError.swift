package import Posix

/// Why the server cannot listen at an address.
package struct ListenError: Error, Equatable, Sendable, CustomStringConvertible {
    package let address: SocketAddress
    package let errno: Errno

    /// One line: `cannot listen on 127.0.0.1:10042: Address already in use`.
    package var description: String { "cannot listen on \(address): \(errno)" }
}
