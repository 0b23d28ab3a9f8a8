import WhatsApp

/// What became of a request for the webhooks' path.
enum WebhookResult: String, CaseIterable, Sendable {
    /// Counted, and on the disk.
    case ok
    /// The platform asked whether its webhooks are wanted, and they are.
    case verified
    /// Somebody without the token asked.
    case badVerification = "bad_verification"
    case badType = "bad_type"
    case badSignature = "bad_signature"
    case badJSON = "bad_json"
    case tooDeep = "too_deep"
    case tooManyValues = "too_many_values"
    case tooLarge = "too_large"
    /// Half sent, and no more came.
    case tooSlow = "too_slow"
    /// Not framed as HTTP asks for.
    case broken
    /// Too many at one time; to be sent again.
    case overloaded
    /// It could not be written to the disk; to be sent again.
    case notStored = "not_stored"

    init(_ error: WebhookError) {
        switch error {
        case .notJSON: self = .badJSON
        case .tooDeep: self = .tooDeep
        case .tooManyValues: self = .tooManyValues
        }
    }

    /// - Parameter status: of a request that did not reach its handler.
    init(refusal status: Int) {
        switch status {
        case 413: self = .tooLarge
        case 408: self = .tooSlow
        case 503: self = .overloaded
        default: self = .broken
        }
    }
}
