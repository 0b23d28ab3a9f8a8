/// Why a scrape's `collect[]` or `exclude[]` cannot be followed.
package enum CollectorSelectionError: Error, Equatable, CustomStringConvertible {
    /// A collector by this name does not exist or is not enabled; `known` lists those that are, in order.
    case unknown(String, known: [String])
    /// Both parameters were given.
    case collectAndExclude

    /// A sentence for the one who asked.
    package var description: String {
        switch self {
        case .unknown(let name, let known): "unknown collector \"\(name)\"; enabled are: \(known.joined(separator: ", "))"
        case .collectAndExclude: "collect[] and exclude[] cannot be used together"
        }
    }
}
