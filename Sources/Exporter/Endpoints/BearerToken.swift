import TLS
import Wire

/// What a request shows after `Authorization: Bearer` (RFC 6750 section 2.1).
struct BearerToken {
    private let text: Substring

    /// `nil` for another scheme, none or several.
    init?(_ values: [String]) {
        guard values.count == 1, let value = values.first else { return nil }
        // The scheme's case does not matter (RFC 9110 section 11.1).
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        text = parts[1]
    }

    func isEqual(to token: Secret) -> Bool {
        ConstantTime.areEqual(Array(text.utf8), Array(token.revealed.utf8))
    }
}
