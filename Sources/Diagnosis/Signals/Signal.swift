package import WhatsApp

/// What people and the business platform say, beside what probes find.
package struct Signal: Sendable, Equatable {
    /// What is said.
    package enum Kind: String, CaseIterable, Sendable {
        /// Far more users than usual report trouble.
        case reportSurge
        /// Messages sent are delivered later or less often than usual.
        case deliveryDrop
        /// The platform's own status page says so.
        case platformDisrupted
        /// Its API answers the operator's own requests with errors of the service's class.
        case platformErrors
        /// The platform says that the operator's own account may not send.
        case accountBlocked
        /// The platform refuses the operator's own requests for their number.
        case requestsLimited
        /// The operator's own database answers slowly.
        case databaseSlow
    }

    package var kind: Kind
    /// For whom it is said; `nil` for both scopes.
    package var scope: Scope?
    /// Whether it is so, or is so no more.
    package var isPresent: Bool
    /// Unix seconds.
    package var at: Double
    /// One line for people, with figures.
    package var detail: String

    package init(_ kind: Kind, scope: Scope? = nil, isPresent: Bool, at: Double, detail: String = "") {
        self.kind = kind
        self.scope = scope
        self.isPresent = isPresent
        self.at = at
        self.detail = detail
    }
}
