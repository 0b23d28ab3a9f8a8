import Posix
import Synchronization

/// A small file's parsed contents, read again when the file has changed.
final class WatchedFile<Contents: Sendable>: Sendable {
    private struct State {
        var stamp: FileStamp?
        var contents: Contents
    }

    private let path: String
    private let parse: @Sendable (String) -> Contents
    private let state: Mutex<State>

    /// - Parameter empty: what a missing or unreadable file stands for.
    init(_ path: String, empty: Contents, parse: @escaping @Sendable (String) -> Contents) {
        self.path = path
        self.parse = parse
        state = Mutex(State(stamp: nil, contents: empty))
        self.empty = empty
    }

    private let empty: Contents

    var contents: Contents {
        state.withLock { state in
            let stamp = FileStamp(of: path)
            if stamp == nil {
                state = State(stamp: nil, contents: empty)
            } else if stamp != state.stamp {
                state = State(stamp: stamp, contents: read() ?? empty)
            }
            return state.contents
        }
    }

    private func read() -> Contents? {
        var reader = FileReader()
        // Lists of blocked names in /etc/hosts run to a few megabytes.
        do throws(Errno) { try reader.read(path, limit: 16 << 20) } catch { return nil }
        return reader.withContents { bytes in
            parse(String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self))
        }
    }
}
