/// How far a message got, as the platform tells its sender.
package enum MessageStatus: UInt8, CaseIterable, Sendable {
    /// Taken by WhatsApp's servers.
    case sent
    /// On the recipient's device.
    case delivered
    /// Opened, which implies delivered: the platform may leave that out.
    case read
    case failed
    case deleted
    case warning
    /// A voice message listened to; implies delivered, too.
    case played
    /// One that Meta has made up since.
    case unknown

    /// - Parameter word: as webhooks spell it.
    package init(word: String) {
        self = Self.allCases.first { $0 != .unknown && $0.label == word } ?? .unknown
    }

    /// The value of a metric's label, which is the webhooks' own word.
    package var label: String { "\(self)" }

    /// Whether the message has reached the recipient's device.
    package var impliesDelivery: Bool { self == .delivered || self == .read || self == .played }
}

/// One step of a message that the business sent.
package struct StatusUpdate: Sendable, Equatable {
    /// The sender's, as Meta numbers it; empty when it is not told.
    package var phoneNumberID: String
    package var messageID: String
    package var status: MessageStatus
    /// Unix seconds.
    package var at: UInt32
    /// Of failed messages, at most ``WebhookPayload/mostErrors``.
    package var errorCodes: [Int]
}

/// A message that somebody sent to the business; nothing of its content.
package struct ReceivedMessage: Sendable, Equatable {
    /// The recipient's, as Meta numbers it; empty when it is not told.
    package var phoneNumberID: String
    package var messageID: String
    /// Unix seconds.
    package var at: UInt32
}
