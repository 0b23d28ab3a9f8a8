/// A node of the Graph API whose health is asked for: one of the operator's own.
package struct BusinessNode: Hashable, Sendable {
    /// What a node stands for.
    package enum Kind: String, CaseIterable, Sendable {
        case phoneNumber = "phone_number"
        case waba
        case template
        case flow
    }

    /// Meta's number for it: digits. That of a phone number is not the phone number.
    package var id: String
    package var kind: Kind

    package init(id: String, kind: Kind) {
        self.id = id
        self.kind = kind
    }

    /// The path and query that ask for the node's health, such as `/v23.0/1234?fields=health_status`.
    /// - Parameter isWhole: whether to ask a phone number for its other fields, too. The API refuses a request for one field it does not
    ///   know, as a whole.
    package func target(version: String, isWhole: Bool = true) -> String {
        let more = kind == .phoneNumber && isWhole ? PhoneField.allCases.map(\.apiName) : []
        return "/\(version)/\(id)?fields=\((["health_status"] + more).joined(separator: ","))"
    }
}
