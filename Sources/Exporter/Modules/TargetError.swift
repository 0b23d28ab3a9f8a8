/// A target that a module cannot be aimed at: one line saying what is wrong and what would be right.
package enum TargetError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text is no target for that prober.
    case malformed(String)
    /// The host name asked for contradicts the module's own.
    case hostname(String)

    package var description: String {
        switch self {
        case .malformed(let line), .hostname(let line): line
        }
    }
}
