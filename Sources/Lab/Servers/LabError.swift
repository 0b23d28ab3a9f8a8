package import Posix

/// Why the lab cannot play.
package enum LabError: Error, CustomStringConvertible {
    /// An address of the estate cannot be listened on.
    case cannotListen(SocketAddress, Errno)
    case cannotRead(path: String, String)
    case cannotWrite(path: String, Errno)
    /// A system call or program that a namespace needs failed.
    case noNamespace(String)
    case cannotStart(program: String, Errno)

    package var description: String {
        switch self {
        case .cannotListen(let address, let errno): "cannot listen on \(address): \(errno); is another lab running?"
        case .cannotRead(let path, let reason): "\(path): \(reason)"
        case .cannotWrite(let path, let errno): "\(path): cannot be written: \(errno)"
        case .noNamespace(let reason): "no network of its own: \(reason)"
        case .cannotStart(let program, let errno): "\(program) does not start: \(errno)"
        }
    }
}
