package import Posix

/// Why the kernel's answer could not be had.
package enum NetlinkError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no socket, or it failed.
    case system(Errno)
    /// The kernel's own refusal of the question.
    case refused(Errno)
    /// What was listed changed meanwhile, again and again.
    case interrupted
    /// A message that ends in mid-air, at this byte of its datagram; a cut datagram is one too.
    case malformed(offset: Int)
    /// More than is kept of one list.
    case tooMany

    /// One line for the log.
    package var description: String {
        switch self {
        case .system(let error): "netlink: \(error)"
        case .refused(let error): "netlink: the kernel refuses: \(error)"
        case .interrupted: "netlink: the kernel's list changed with each reading"
        case .malformed(let offset): "netlink: answer not understood at byte \(offset)"
        case .tooMany: "netlink: more than is ever kept"
        }
    }
}
