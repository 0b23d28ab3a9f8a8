import Glibc

/// Puts bytes into a file, in the place of what it held; made readable by all where it did not exist.
package func writeFile(_ bytes: [UInt8], at path: String) throws(Errno) {
    let descriptor = FileDescriptor(
        owning: try retryingInterrupts { unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) })
    var sent = 0
    while sent < bytes.count {
        sent += try retryingInterrupts {
            unsafe bytes.withUnsafeBytes {
                unsafe write(descriptor.number, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
            }
        }
    }
}

/// Makes a directory and those above it, where they do not exist.
package func makeDirectory(_ path: String) throws(Errno) {
    let parts = path.split(separator: "/")
    for count in 1...max(1, parts.count) {
        let prefix = (path.hasPrefix("/") ? "/" : "") + parts.prefix(count).joined(separator: "/")
        guard unsafe mkdir(prefix, 0o755) != 0 else { continue }
        let error = Errno.last
        if error.code != EEXIST { throw error }
    }
}

/// Makes a new directory below the one for temporary files, readable by its owner only.
/// - Parameter name: how its name begins.
package func makeTemporaryDirectory(_ name: String) throws(Errno) -> String {
    let parent = environmentVariable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var path = "\(parent)/\(name)-XXXXXX".utf8CString
    let isMade = unsafe path.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return false }
        return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw .last }
    return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Makes a symbolic link; one that exists already stays as it is.
package func makeSymbolicLink(at path: String, to target: String) throws(Errno) {
    guard unsafe symlink(target, path) != 0 else { return }
    let error = Errno.last
    if error.code != EEXIST { throw error }
}

/// Removes a directory and what is in it; what cannot be removed stays.
package func removeDirectory(_ path: String) {
    for name in (try? namesInDirectory(path)) ?? [] {
        let entry = "\(path)/\(name)"
        // Links are removed, never followed: unlink(2) refuses directories only.
        if unsafe unlink(entry) != 0, Errno.last.code == EISDIR { removeDirectory(entry) }
    }
    _ = unsafe rmdir(path)
}

/// A path that means the same from everywhere: one that does not begin with `/` goes from our working directory.
package func absolutePath(_ path: String) throws(Errno) -> String {
    if path.hasPrefix("/") { return path }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard unsafe getcwd(&buffer, buffer.count) != nil else { throw .last }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/\(path)"
}
