/// A node of the business: what its fields say, as JSON.
struct PlatformNode {
    let fields: [String: String]

    /// `nil` for a node that is none of the business'.
    /// - Parameter isBlocked: whether the business may not send.
    init?(id: String, isBlocked: Bool) {
        var own: [String: String]
        let entities: [Entity]
        switch id {
        case BusinessAccount.phoneNumberID:
            own = Self.phoneNumber
            entities = [.phoneNumber, .account, .business, .application]
        case BusinessAccount.accountID:
            own = ["name": "\"Lab Bakery\"", "currency": "\"EUR\"", "timezone_id": "\"1\""]
            entities = [.account, .business, .application]
        default: return nil
        }
        let states = entities.map { $0.json(isBlocked: isBlocked && $0 == .business) }
        own["health_status"] =
            "{\"can_send_message\":\"\(isBlocked ? "BLOCKED" : "AVAILABLE")\",\"entities\":[\(states.joined(separator: ","))]}"
        fields = own
    }

    private static let phoneNumber = [
        "quality_rating": #""GREEN""#, "throughput": #"{"level":"STANDARD"}"#, "status": #""CONNECTED""#,
        "name_status": #""APPROVED""#, "account_mode": #""LIVE""#, "code_verification_status": #""VERIFIED""#,
        "platform_type": #""CLOUD_API""#, "whatsapp_business_manager_messaging_limit": #""TIER_10K""#,
        "messaging_limit_tier": #""TIER_10K""#, "verified_name": #""Lab Bakery""#,
        "display_phone_number": "\"\(BusinessAccount.displayPhoneNumber)\"",
    ]

    /// Who has a say in whether messages are sent.
    private enum Entity: String {
        case phoneNumber = "PHONE_NUMBER"
        case account = "WABA"
        case business = "BUSINESS"
        case application = "APP"

        private var id: String {
            switch self {
            case .phoneNumber: BusinessAccount.phoneNumberID
            case .account: BusinessAccount.accountID
            case .business: BusinessAccount.businessID
            case .application: BusinessAccount.applicationID
            }
        }

        func json(isBlocked: Bool) -> String {
            let head = "\"entity_type\":\"\(rawValue)\",\"id\":\"\(id)\""
            guard !isBlocked else { return "{\(head),\"can_send_message\":\"BLOCKED\",\"errors\":[\(Self.reason)]}" }
            return "{\(head),\"can_send_message\":\"AVAILABLE\"\(calls)}"
        }

        /// Nobody has set calls by SIP up, which has nothing to do with messages.
        private var calls: String {
            guard [.phoneNumber, .application].contains(self) else { return "" }
            return #","can_receive_call_sip":"BLOCKED","errors":[{"error_code":138024,"#
                + #""error_description":"SIP is not set up","possible_solution":"Set SIP up"}]"#
        }

        private static let reason =
            #"{"error_code":141006,"error_description":"There is a problem with the payment method.","#
            + #""possible_solution":"Add a payment method that is valid."}"#
    }
}
