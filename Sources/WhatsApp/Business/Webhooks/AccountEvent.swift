/// What the platform decided about an account, a number or a template.
package struct AccountEvent: Sendable, Equatable {
    /// What an event means for sending.
    package enum Effect: Sendable, Equatable {
        /// Something is forbidden, until a time in Unix seconds where one is told.
        case restriction(blocksMessages: Bool, until: UInt32?)
        /// Nothing can be sent any more.
        case disabling
        /// The account may send again.
        case lifting
    }

    /// The WhatsApp Business Account's.
    package var accountID: String
    package var kind: AccountEventKind
    /// Unix seconds; `nil` when it is not told.
    package var at: UInt32?
    package var effect: Effect?
}

/// What happened, of a closed set.
package struct AccountEventKind: Hashable, Sendable {
    /// The subject a webhook is subscribed by.
    package enum Field: UInt8, CaseIterable, Sendable {
        case accountUpdate
        case accountAlerts
        case accountReviewUpdate
        case phoneNumberQualityUpdate
        case phoneNumberNameUpdate
        case messageTemplateStatusUpdate
        case messageTemplateQualityUpdate
    }

    package let field: Field
    /// The event's place among those of its field, ``unknownNumber`` for one that is not there.
    package let number: UInt8

    package static let unknownNumber = UInt8.max

    /// - Parameter word: as webhooks spell it.
    package init(_ field: Field, word: String) {
        self.field = field
        number = field.words.firstIndex(of: word.uppercased()).map(UInt8.init) ?? Self.unknownNumber
    }

    /// `nil` for a number that the field does not have.
    package init?(_ field: Field, number: UInt8) {
        guard number == Self.unknownNumber || Int(number) < field.words.count else { return nil }
        self.field = field
        self.number = number
    }

    /// The value of a metric's label: `account_restriction`, `critical`, `unknown`.
    package var label: String {
        number == Self.unknownNumber ? "unknown" : field.words[Int(number)].lowercased()
    }
}

extension AccountEventKind.Field {
    /// `nil` for a field that says nothing of accounts.
    package init?(name: String) {
        guard let field = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = field
    }

    /// As webhooks spell it.
    package var name: String {
        switch self {
        case .accountUpdate: "account_update"
        case .accountAlerts: "account_alerts"
        case .accountReviewUpdate: "account_review_update"
        case .phoneNumberQualityUpdate: "phone_number_quality_update"
        case .phoneNumberNameUpdate: "phone_number_name_update"
        case .messageTemplateStatusUpdate: "message_template_status_update"
        case .messageTemplateQualityUpdate: "message_template_quality_update"
        }
    }

    /// The events there are. Their places are stored: new ones come at the end.
    var words: [String] {
        switch self {
        case .accountUpdate: Self.accountUpdates
        case .accountAlerts: ["CRITICAL", "WARNING", "INFORMATIONAL"]
        case .accountReviewUpdate: ["APPROVED", "REJECTED", "PENDING", "DEFERRED"]
        case .phoneNumberQualityUpdate:
            ["ONBOARDING", "THROUGHPUT_UPGRADE", "UPGRADE", "DOWNGRADE", "FLAGGED", "UNFLAGGED"]
        case .phoneNumberNameUpdate: ["APPROVED", "REJECTED", "PENDING", "DEFERRED", "DECLINED", "EXPIRED"]
        case .messageTemplateStatusUpdate: Self.templateStatuses
        case .messageTemplateQualityUpdate: ["GREEN", "YELLOW", "RED"]
        }
    }

    private static let accountUpdates = [
        "ACCOUNT_DELETED", "ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION", "DISABLED_UPDATE", "ACCOUNT_OFFBOARDED",
        "ACCOUNT_RECONNECTED", "VERIFIED_ACCOUNT", "PARTNER_ADDED", "PARTNER_REMOVED", "PARTNER_APP_INSTALLED",
        "PARTNER_APP_UNINSTALLED", "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE", "AD_ACCOUNT_LINKED",
        "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE", "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE", "MM_LITE_TERMS_SIGNED",
        "VOLUME_BASED_PRICING_TIER_UPDATE",
    ]
    private static let templateStatuses = [
        "APPROVED", "REJECTED", "PENDING", "PAUSED", "DISABLED", "FLAGGED", "IN_APPEAL", "REINSTATED", "PENDING_DELETION",
        "DELETED", "LIMIT_EXCEEDED", "ARCHIVED", "UNARCHIVED",
    ]
}
