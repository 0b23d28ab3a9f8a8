import CLinux
import Glibc

/// A program that runs as our child, with our standard streams.
///
/// Somebody has to wait for its end, or it stays behind as a zombie.
package struct ChildProcess: Sendable {
    private let processID: pid_t

    /// Starts a program, found by `PATH`; signals are at their defaults for it, whatever this process blocks or ignores.
    /// - Parameter arguments: the program's name first, at least that.
    package init(_ arguments: [String]) throws(Errno) {
        guard let program = arguments.first else { throw Errno(EINVAL) }
        var attributes = posix_spawnattr_t()
        _ = unsafe posix_spawnattr_init(&attributes)
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        var noSignals = sigset_t()
        var allSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe sigfillset(&allSignals)
        _ = unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        _ = unsafe posix_spawnattr_setsigdefault(&attributes, &allSignals)
        _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var copies = unsafe arguments.map { unsafe strdup($0) }
        unsafe copies.append(nil)
        defer { while let copy = unsafe copies.popLast() { unsafe free(copy) } }
        var processID: pid_t = 0
        let code = unsafe posix_spawnp(&processID, program, nil, &attributes, copies, unsafe environ)
        guard code == 0 else { throw Errno(code) }
        self.processID = processID
    }

    /// Waits for its end, blocking.
    /// - Returns: its exit status; 128 and the number of the signal that ended it, as shells say.
    package func wait() throws(Errno) -> Int32 {
        var status: Int32 = 0
        _ = try retryingInterrupts { unsafe waitpid(processID, &status, 0) }
        return Self.exitStatus(status)
    }

    /// Its exit status, as ``wait()`` gives it; `nil` while it runs.
    package func poll() throws(Errno) -> Int32? {
        var status: Int32 = 0
        let ended = try retryingInterrupts { unsafe waitpid(processID, &status, WNOHANG) }
        return ended == processID ? Self.exitStatus(status) : nil
    }

    /// Passes a signal on to it.
    package func signal(_ number: Int32) {
        _ = kill(processID, number)
    }

    /// WIFEXITED and its kin are macros: the low seven bits are the signal's number, 0 for an exit.
    private static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }
}
