package import WhatsApp

/// What an address is called by its reverse name.
package struct AddressName: Sendable, Equatable {
    /// Whether the name agrees that it is the address's.
    package enum Standing: String, CaseIterable, Sendable {
        /// Asked forward, the name gives the address.
        case confirmed
        /// Asked forward, the name gives nothing, or it was not asked.
        case unconfirmed
        /// Asked forward, the name gives other addresses only.
        case refuted
        /// There is no reverse name.
        case unnamed
    }

    /// As the reverse zone has it; `nil` without one.
    package var text: String?
    /// What it says, where it is one of Meta's.
    package var edge: EdgeName?
    package var standing: Standing

    package init(_ text: String?, standing: Standing) {
        self.text = text
        edge = text.flatMap { EdgeName($0) }
        self.standing = standing
    }
}
