import TLS
package import Wire

/// The platform's question whether an address wants its webhooks, asked once with GET.
package enum WebhookSubscription {
    private static let longestChallenge = 256

    /// What to answer with; `nil` for whoever does not know the token, or asks for something else.
    ///
    /// A challenge is repeated only if no browser can make anything of it.
    package static func challenge(of target: HTTPRequestTarget, token: Secret) -> String? {
        guard target.all("hub.mode") == ["subscribe"], let shown = sole(target.all("hub.verify_token")),
            ConstantTime.areEqual(Array(shown.utf8), Array(token.revealed.utf8)),
            let challenge = sole(target.all("hub.challenge")), (1...longestChallenge).contains(challenge.utf8.count),
            challenge.utf8.allSatisfy(isHarmless)
        else { return nil }
        return challenge
    }

    private static func sole(_ values: [String]) -> String? {
        values.count == 1 ? values[0] : nil
    }

    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
