/// What kind of trouble an error of the WhatsApp Business Platform is.
///
/// Meta asks to decide on the code, not on the HTTP status or the title. The same numbers arrive in answers of the API and in webhooks
/// (Cloud API, error codes; Graph API, handling errors and rate limiting).
package enum APIErrorClass: String, CaseIterable, Sendable {
    case service
    case maintenance
    case auth
    case permission
    case rateLimit = "rate_limit"
    case restricted
    case request
    case recipient
    case media
    case payment
    case template
    case registration
    case unknown

    /// Who has to do something about it.
    package enum Side: String, CaseIterable, Sendable {
        /// Meta.
        case service
        /// The owner of the account: its token, permissions, standing or payment.
        case account
        /// Nobody: it passes with fewer calls, or with time.
        case limit
        /// Whoever wrote the request, or the one message it is about.
        case request
    }

    /// - Parameters:
    ///   - code: `error.code`; nil where the answer has none.
    ///   - httpStatus: nil where there is none, as in webhooks. It counts only for a code nobody knows: from 500 on that is the service.
    package init(code: Int?, httpStatus: Int? = nil) {
        if let code, let known = Self.known(code) {
            self = known
        } else {
            self = httpStatus.map { $0 >= 500 } == true ? .service : .unknown
        }
    }

    /// nil where the class says nothing of whose turn it is.
    package var side: Side? {
        switch self {
        case .service: .service
        case .auth, .permission, .restricted, .payment, .registration: .account
        case .maintenance, .rateLimit: .limit
        case .request, .recipient, .media, .template: .request
        case .unknown: nil
        }
    }

    private static func known(_ code: Int) -> APIErrorClass? {
        switch code {
        case 1, 2, 131_000, 131_016, 133_004, 2_494_100: .service
        case 131_057: .maintenance
        case 0, 190: .auth
        case 3, 10, 200...299, 131_005: .permission
        case 4, 17, 32, 613, 80_007, 80_008, 130_429, 131_048, 131_056: .rateLimit
        case 368, 131_031, 130_497: .restricted
        case 33, 100, 131_008, 131_009, 131_021, 135_000: .request
        case 131_026, 131_047, 131_049, 131_050, 130_472: .recipient
        case 131_052, 131_053: .media
        case 131_042, 141_006: .payment
        case 132_000...132_999: .template
        case 133_000...133_999: .registration
        default: nil
        }
    }
}
