import Glibc

/// Puts bytes in the place of a file's, for its owner to read and nobody else: all of them or none, and to last.
///
/// Blocking, for as long as the disk takes (fsync(2)).
package func replacePrivateFile(at path: String, with bytes: [UInt8]) throws(Errno) {
    let draft = path + ".new"
    // Whoever made it before might hold it open.
    _ = unsafe unlink(draft)
    do throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = FileDescriptor(owning: try retryingInterrupts { unsafe open(draft, flags, 0o600) })
        var sent = 0
        while sent < bytes.count {
            sent += try retryingInterrupts {
                unsafe bytes.withUnsafeBytes {
                    unsafe write(descriptor.number, $0.baseAddress?.advanced(by: sent), bytes.count - sent)
                }
            }
        }
        _ = try retryingInterrupts { fsync(descriptor.number) }
        _ = try retryingInterrupts { unsafe rename(draft, path) }
    } catch {
        _ = unsafe unlink(draft)
        throw error
    }
    // The new name lasts only with its directory, which is another file.
    let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().map { $0 + "/" }.joined()
    let number = unsafe open(directory.isEmpty ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { return }
    let descriptor = FileDescriptor(owning: number)
    fsync(descriptor.number)
}
