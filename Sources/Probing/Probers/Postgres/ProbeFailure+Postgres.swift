import Posix
import PostgreSQL

extension ProbeFailure {
    /// What a conversation's end means during the phase `authenticate` or `query`.
    init(_ error: PostgresError, during phase: Phase, with peer: SocketAddress) {
        self.init(FailureReason(error, during: phase), "\(peer): \(error)")
    }
}

extension FailureReason {
    fileprivate init(_ error: PostgresError, during phase: Phase) {
        switch error {
        case .server(let complaint): self.init(complaint, during: phase)
        case .malformed: self = .databaseMalformed
        case .refused, .tooLarge:
            switch (phase, error) {
            case (.query, _): self = .databaseUnexpectedResult
            case (_, .tooLarge): self = .databaseMalformed
            default: self = .databaseAuthentication
            }
        case .local: self = .localResources
        }
    }

    /// PostgreSQL documentation, appendix "PostgreSQL Error Codes".
    private init(_ complaint: ServerComplaint, during phase: Phase) {
        switch complaint.sqlState {
        case "53300": self = .databaseFull
        // PgBouncer has one code for everything.
        case "08P01" where complaint.message.contains("no more connections allowed"): self = .databaseFull
        // cancelled, and a lock not to be had in time
        case "57014", "55P03": self = .databaseQueryTimeout
        case let state where state.hasPrefix("57") || state.hasPrefix("53"): self = .databaseUnavailable
        case let state where state.hasPrefix("28"): self = .databaseAuthentication
        default: self = phase == .query ? .databaseQueryFailed : .databaseAuthentication
        }
    }
}
