import Glibc

/// A variable of the process' environment; `nil` when it is not set.
package func environmentVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}

/// Writes all the bytes to a descriptor, blocking; gives up at the first error, as when a pipe's reader has gone.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
    var sent = 0
    while sent < bytes.count {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe write(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
        }
        if count < 0, Errno.last.code != EINTR { return }
        sent += max(0, count)
    }
}

/// Writes a line in one piece if the descriptor takes it now; for a log that must not hold anybody up.
/// - Returns: whether it was written.
package func writeAtOnce(_ line: [UInt8], to descriptor: Int32) -> Bool {
    // Lines of up to PIPE_BUF bytes go into a pipe whole or not at all (pipe(7)), so poll's word is good for all of it.
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard unsafe poll(&request, 1, 0) == 1 else { return false }
    return unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, line.count) } == line.count
}

/// The names in a directory, in no order; none for one that does not exist.
package func namesInDirectory(_ path: String) throws(Errno) -> [String] {
    guard let directory = unsafe opendir(path) else {
        let error = Errno.last
        if error.code == ENOENT { return [] }
        throw error
    }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}

/// Opens `/dev/null` in the place of closed standard descriptors, so that nothing else gets their numbers.
package func fillStandardDescriptors() {
    while true {
        let number = unsafe open("/dev/null", O_RDWR)
        guard number < 0 || number > STDERR_FILENO else { continue }
        if number > STDERR_FILENO { _ = close(number) }
        return
    }
}
