import Posix
package import Wire

/// Where PEM text comes from.
package enum PEMSource: Equatable, Sendable, CustomStringConvertible {
    case file(path: String)
    case text(Secret)

    /// No certificates or keys in use are longer; the system's whole trust store has a quarter of it.
    private static let limitBytes = 1 << 20

    /// The file's path, or that the text was given.
    package var description: String {
        switch self {
        case .file(let path): path
        case .text: "the text given"
        }
    }

    /// The text as it stands now. Blocking for a file.
    func current() throws(Errno) -> String {
        switch self {
        case .text(let text): return text.revealed
        case .file(let path):
            var reader = FileReader()
            try reader.read(path, limit: Self.limitBytes)
            return reader.withContents { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
        }
    }
}
