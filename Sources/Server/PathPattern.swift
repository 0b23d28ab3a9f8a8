/// A route's path of which some segments stand for whatever a client writes there: `/api/v1/incidents/{id}/notes`.
struct PathPattern: Sendable {
    private enum Segment: Sendable {
        case literal(Substring)
        case parameter(String)
    }

    private let segments: [Segment]

    /// - Returns: `nil` for a path without parameters.
    init?(_ path: String) {
        segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}")
                ? .parameter(String(segment.dropFirst().dropLast())) : .literal(segment)
        }
        guard segments.contains(where: { if case .parameter = $0 { true } else { false } }) else { return nil }
    }

    /// What stands at the parameters of a path, never empty; `nil` when the path is not of this pattern.
    func parameters(of path: String) -> [String: String]? {
        let pieces = path.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, piece) in zip(segments, pieces) {
            switch segment {
            case .literal(let literal): guard literal == piece else { return nil }
            case .parameter(let name):
                guard !piece.isEmpty else { return nil }
                parameters[name] = String(piece)
            }
        }
        return parameters
    }
}
