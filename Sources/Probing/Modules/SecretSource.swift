import Posix
package import Wire

/// A secret given in the configuration, or in a file that is read each time it is needed, so that it can be changed.
package enum SecretSource: Sendable, Equatable {
    case value(Secret)
    /// One newline at the file's end is dropped.
    case file(path: String)

    /// The secret as it stands now. Blocking for a file, at most 64 KiB of it.
    /// - Throws: `.authorizationFailed` when the file cannot be read.
    package func current() throws(ProbeFailure) -> Secret {
        switch self {
        case .value(let secret): return secret
        case .file(let path):
            var reader = FileReader()
            do {
                try reader.read(path, limit: 64 << 10)
            } catch {
                throw ProbeFailure(.authorizationFailed, "\(path) cannot be read: \(error)")
            }
            var text = reader.withContents { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
            if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
            return Secret(text)
        }
    }
}
