/// A directory that cannot hold a store.
package enum StoreDirectoryError: Error, Equatable, Sendable, CustomStringConvertible {
    case unusable(path: String, reason: String)
    /// Another process has locked it.
    case inUse(path: String)

    /// One line.
    package var description: String {
        switch self {
        case .unusable(let path, let reason): "\(path) \(reason)"
        case .inUse(let path): "\(path) is in use by another process"
        }
    }
}
