/// How a gRPC call ended: its status codes (grpc/grpc, doc/statuscodes.md).
enum GRPCStatus: Int, CaseIterable, Sendable {
    case ok, cancelled, unknown, invalidArgument, deadlineExceeded, notFound, alreadyExists, permissionDenied, resourceExhausted
    case failedPrecondition, aborted, outOfRange, unimplemented, `internal`, unavailable, dataLoss, unauthenticated

    private static let words = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]

    /// As the protocol spells it: `NOT_FOUND`; the number for a code it does not have.
    static func word(_ code: Int) -> String {
        words.indices.contains(code) ? words[code] : "\(code)"
    }

    /// What clients make of an HTTP status in the place of an answer (doc/http-grpc-status-mapping.md).
    init(httpStatus: Int) {
        self =
            switch httpStatus {
            case 400: .internal
            case 401: .unauthenticated
            case 403: .permissionDenied
            case 404: .unimplemented
            case 429, 502, 503, 504: .unavailable
            default: .unknown
            }
    }

    /// What clients make of a call that ended without a status; `nil` for one that was never begun.
    init?(_ failure: FailureReason) {
        switch failure {
        case .httpTimeout, .connectTimeout, .tlsTimeout: self = .deadlineExceeded
        case .httpMalformed: self = .internal
        case .httpTooLarge: self = .resourceExhausted
        default:
            guard failure.layer != .resolving, failure.layer != .permission else { return nil }
            self = .unavailable
        }
    }
}
