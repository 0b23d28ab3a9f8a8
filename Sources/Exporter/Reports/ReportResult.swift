/// What becomes of a request to report, each counted.
enum ReportResult: String, CaseIterable, Sendable {
    case counted
    /// Only its answers to the questions were new.
    case answered
    case alreadyCounted = "already_counted"
    case unauthorized
    case badSignature = "bad_signature"
    /// Its timestamp is not near our time.
    case stale
    case replayed
    /// Of a form: its ticket has run out, or was given to somebody else.
    case badTicket = "bad_ticket"
    case tooLarge = "too_large"
    /// Its body did not come in time.
    case tooSlow = "too_slow"
    case unsupportedType = "unsupported_type"
    /// No report can be read from it.
    case invalid
    case rateLimited = "rate_limited"
    /// It could not be made durable.
    case notStored = "not_stored"
    /// Too many came at one time.
    case overloaded

    var status: Int {
        switch self {
        case .counted, .answered: 202
        case .alreadyCounted: 200
        case .unauthorized, .badSignature, .stale: 401
        case .badTicket: 403
        case .replayed: 409
        case .tooLarge: 413
        case .unsupportedType: 415
        case .invalid: 400
        case .rateLimited: 429
        case .tooSlow: 408
        case .notStored, .overloaded: 503
        }
    }

    /// What a status means that the server gave before a handler saw the request.
    init(refusedWith status: Int) {
        self =
            switch status {
            case 408: .tooSlow
            case 413: .tooLarge
            case 503: .overloaded
            default: .invalid
            }
    }
}
