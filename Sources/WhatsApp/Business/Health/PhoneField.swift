/// A field of a phone number besides its health (Cloud API, business phone numbers).
package enum PhoneField: String, CaseIterable, Sendable {
    case qualityRating = "quality_rating"
    case status
    case nameStatus = "name_status"
    case codeVerificationStatus = "code_verification_status"
    case accountMode = "account_mode"
    case platformType = "platform_type"
    case throughput
    case messagingLimit = "messaging_limit"

    /// What stands for a value that is none of ``values``; also the platform's own word for a quality it has not rated.
    package static let unknown = "unknown"

    /// As the API calls it.
    package var apiName: String {
        self == .messagingLimit ? "whatsapp_business_manager_messaging_limit" : rawValue
    }

    /// The values known, lower case, ``unknown`` last.
    package var values: [String] {
        let known =
            switch self {
            case .qualityRating: ["green", "yellow", "red"]
            case .status:
                [
                    "connected", "disconnected", "flagged", "restricted", "rate_limited", "pending", "migrated", "banned",
                    "unverified", "deleted",
                ]
            case .nameStatus:
                ["approved", "available_without_review", "declined", "expired", "none", "non_exists", "pending_review"]
            case .codeVerificationStatus: ["verified", "not_verified", "expired"]
            case .accountMode: ["live", "sandbox"]
            case .platformType: ["cloud_api", "on_premise", "not_applicable"]
            case .throughput: ["standard", "high", "not_applicable"]
            case .messagingLimit: ["tier_50", "tier_250", "tier_1k", "tier_2k", "tier_10k", "tier_100k", "tier_unlimited"]
            }
        return known + [Self.unknown]
    }

    /// The one of ``values`` that the API means.
    package func value(of text: String) -> String {
        let text = text.lowercased()
        return values.contains(text) ? text : Self.unknown
    }
}
