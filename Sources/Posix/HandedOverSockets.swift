import Glibc

/// Listening sockets that systemd opened for this process: sd_listen_fds(3).
package enum HandedOverSockets {
    /// Why there is nothing to listen at.
    package enum Fault: Error, Equatable, Sendable, CustomStringConvertible {
        /// systemd started us without a socket, or somebody else started us.
        case none
        /// A descriptor handed over is no stream socket that listens.
        case notListening(Int32)

        package var description: String {
            switch self {
            case .none: "no sockets were handed over: start the .socket unit, or leave --web.systemd-socket out"
            case .notListening(let number):
                "descriptor \(number) that was handed over does not listen: write ListenStream= and Accept=no in the .socket unit"
            }
        }
    }

    private static let first: Int32 = 3

    /// Takes them over, at least one; programs that this one starts get none.
    package static func take() throws(Fault) -> [Int32] {
        guard let text = environmentVariable("LISTEN_PID"), Int32(text) == getpid(),
            let count = environmentVariable("LISTEN_FDS").flatMap({ Int32($0) }), (1...1024).contains(count)
        else { throw .none }
        let numbers = Array(first..<first + count)
        for number in numbers {
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            guard isListening(number) else { throw .notListening(number) }
        }
        return numbers
    }

    private static func isListening(_ number: Int32) -> Bool {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0 && value != 0
    }
}
