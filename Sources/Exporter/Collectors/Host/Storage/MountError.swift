import Glibc
import Posix

/// Errors in the words node_exporter has for them, which are part of a series' name.
enum MountError {
    /// The C library's words begin with a capital, Go's do not.
    static func words(_ error: Errno) -> String {
        if error.code == ESTALE { return "stale NFS file handle" }
        let words = error.description
        // Not those with a name in capitals at their start.
        guard let second = words.dropFirst().first, second.isLowercase else { return words }
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
