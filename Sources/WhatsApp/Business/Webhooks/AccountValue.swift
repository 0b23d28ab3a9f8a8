/// A change's value when it is about an account.
struct AccountValue {
    /// The keys that tell, of all these subjects together.
    struct Shape: Decodable {
        var event: String?
        var decision: String?
        var severity: String?
        var quality: String?
        var restrictions: Lossy<Restriction>
        /// One, or a list of one.
        var banStates: [String]

        private enum CodingKeys: String, CodingKey {
            case event, decision
            case severity = "alert_severity"
            case alert = "alert_info"
            case quality = "new_quality_score"
            case restrictions = "restriction_info"
            case ban = "ban_info"
        }

        private enum BanKeys: String, CodingKey {
            case state = "waba_ban_state"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            event = container.text(.event)
            decision = container.text(.decision)
            let alert = try? container.nestedContainer(keyedBy: CodingKeys.self, forKey: .alert)
            severity = alert?.text(.severity) ?? container.text(.severity)
            quality = container.text(.quality)
            restrictions = container.list(.restrictions)
            let ban = try? container.nestedContainer(keyedBy: BanKeys.self, forKey: .ban)
            banStates = ban.map { $0.text(.state).map { [$0] } ?? $0.list(.state).elements } ?? []
        }
    }

    struct Restriction: Decodable {
        var type: String
        /// Unix seconds.
        var until: UInt32?

        private enum CodingKeys: String, CodingKey {
            case type = "restriction_type"
            case until = "expiration"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            type = try container.decode(String.self, forKey: .type)
            until = container.unixSeconds(.until)
        }
    }

    let field: AccountEventKind.Field
    let event: String?
    let effect: AccountEvent.Effect?

    init(_ field: AccountEventKind.Field, _ shape: Shape) {
        self.field = field
        switch field {
        case .accountAlerts: event = shape.severity
        case .accountReviewUpdate, .phoneNumberNameUpdate: event = shape.decision
        case .messageTemplateQualityUpdate: event = shape.quality
        case .accountUpdate, .phoneNumberQualityUpdate, .messageTemplateStatusUpdate: event = shape.event
        }
        effect = field == .accountUpdate ? Self.effect(shape) : nil
    }

    private static func effect(_ shape: Shape) -> AccountEvent.Effect? {
        switch shape.event {
        case "ACCOUNT_RESTRICTION":
            // Others are of templates, calls and new numbers.
            let ofMessages = shape.restrictions.elements.filter { $0.type.hasSuffix("_INITIATED_MESSAGING") }
            let relevant = ofMessages.isEmpty ? shape.restrictions.elements : ofMessages
            return .restriction(blocksMessages: !ofMessages.isEmpty, until: relevant.compactMap(\.until).max())
        case "DISABLED_UPDATE":
            if shape.banStates.contains("REINSTATE") { return .lifting }
            return shape.banStates.contains("DISABLE") ? .disabling : nil
        case "ACCOUNT_OFFBOARDED": return .disabling
        case "ACCOUNT_RECONNECTED": return .lifting
        default: return nil
        }
    }
}
