import Glibc
import Posix

extension Socket {
    /// Ends our side and throws away what still comes, until the peer ends its own.
    ///
    /// Closing over unread bytes makes the kernel send a reset, at which the peer may lose the answer it has not read yet
    /// (RFC 9112 section 9.6).
    func drain(until deadline: Deadline) async {
        guard shutdown(number, Int32(SHUT_WR)) == 0 else { return }
        var discarded: [UInt8] = []
        while let count = try? await read(into: &discarded, until: deadline), count > 0 {
            discarded.removeAll(keepingCapacity: true)
            // A peer that sends faster than we read would otherwise never let go of the loop.
            await Task.yield()
        }
    }
}
