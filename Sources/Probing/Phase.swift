import Posix

/// A stretch of a probe that is timed on its own.
package enum Phase: String, CaseIterable, Sendable {
    /// Name to address.
    case resolve
    /// TCP's own handshake.
    case connect
    /// The TLS handshake.
    case tls
    /// The chat service's Noise handshake, from our first byte to the verified certificate.
    case handshake
    /// The request on its way out; for DNS the whole query and answer.
    case request
    /// From the request's last byte to the answer's first.
    case firstByte = "first_byte"
    /// The rest of the answer.
    case transfer
    /// The lines, bytes or messages said to each other.
    case dialogue
    /// From an echo's request to its reply; the mean of several.
    case roundTrip = "round_trip"
    /// Who we are, and that a database believes it.
    case authenticate
    /// A database's query.
    case query
}

/// How long each phase took; a phase the probe did not reach has no duration.
package struct PhaseDurations: Sendable, Equatable {
    private var nanoseconds = [Int64](repeating: -1, count: Phase.allCases.count)

    package init() {}

    package subscript(phase: Phase) -> Duration? {
        get {
            let value = nanoseconds[Self.index(of: phase)]
            return value < 0 ? nil : .nanoseconds(value)
        }
        set {
            nanoseconds[Self.index(of: phase)] = newValue.map { max(0, $0.nanoseconds) } ?? -1
        }
    }

    private static func index(of phase: Phase) -> Int {
        switch phase {
        case .resolve: 0
        case .connect: 1
        case .tls: 2
        case .handshake: 3
        case .request: 4
        case .firstByte: 5
        case .transfer: 6
        case .dialogue: 7
        case .roundTrip: 8
        case .authenticate: 9
        case .query: 10
        }
    }
}
