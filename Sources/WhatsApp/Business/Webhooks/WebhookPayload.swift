import FoundationEssentials

/// What one webhook tells, of a closed set of kinds; texts, contacts and phone numbers are not read at all.
///
/// Tolerant: what has another shape than Meta documents is passed over and counted, and the rest taken.
package struct WebhookPayload: Sendable, Equatable {
    /// What is passed over.
    package enum Unfamiliar: UInt8, CaseIterable, Sendable {
        /// About something else than WhatsApp business accounts.
        case object
        /// Of a subject that nothing here counts.
        case field
        /// An event, or a status, that is not known; it is counted under `unknown`, too.
        case event
        case status
        /// Of another shape.
        case shape
        /// Without a time, or with one that is none.
        case time
        /// Of a time long past, or to come: only who knows what time it is can tell.
        case past
        case future

        package var label: String { "\(self)" }
    }

    /// Errors read of one message, or of one change.
    package static let mostErrors = 4
    /// Longer ids are taken for none.
    static let longestID = 512

    package internal(set) var statuses: [StatusUpdate] = []
    package internal(set) var messages: [ReceivedMessage] = []
    package internal(set) var events: [AccountEvent] = []
    /// Codes of errors that are no message's.
    package internal(set) var errorCodes: [Int] = []
    package internal(set) var unfamiliar: [Unfamiliar: Int] = [:]

    /// Reads a webhook's body.
    package init(_ body: [UInt8]) throws(WebhookError) {
        try JSONBounds.check(body)
        let envelope: WebhookEnvelope
        do {
            envelope = try JSONDecoder().decode(WebhookEnvelope.self, from: Data(body))
        } catch {
            throw .notJSON
        }
        guard envelope.object == "whatsapp_business_account" else {
            note(.object)
            return
        }
        note(.shape, envelope.entries.strangers)
        for entry in envelope.entries.elements {
            note(.shape, entry.changes.strangers)
            for change in entry.changes.elements { take(change, of: entry) }
        }
    }

    private mutating func take(_ change: WebhookEnvelope.Change, of entry: WebhookEnvelope.Entry) {
        switch change.value {
        case .messages(let value): take(value)
        case .account(let value): take(value, of: entry)
        case .other: note(.field)
        case .stranger: note(.shape)
        }
    }

    private mutating func take(_ value: MessagesValue) {
        note(.shape, value.strangers)
        errorCodes += value.errorCodes
        let number = value.phoneNumberID ?? ""
        statuses.reserveCapacity(statuses.count + value.statuses.elements.count)
        for item in value.statuses.elements {
            guard let at = item.time else {
                note(.time)
                continue
            }
            let status = MessageStatus(word: item.status)
            if status == .unknown { note(.status) }
            statuses.append(
                StatusUpdate(phoneNumberID: number, messageID: item.id, status: status, at: at, errorCodes: item.errorCodes))
        }
        for item in value.messages.elements {
            guard let at = item.time else {
                note(.time)
                continue
            }
            messages.append(ReceivedMessage(phoneNumberID: number, messageID: item.id, at: at))
        }
    }

    private mutating func take(_ value: AccountValue, of entry: WebhookEnvelope.Entry) {
        let kind = AccountEventKind(value.field, word: value.event ?? "")
        if kind.number == AccountEventKind.unknownNumber { note(.event) }
        events.append(AccountEvent(accountID: entry.id ?? "", kind: kind, at: entry.time, effect: value.effect))
    }

    private mutating func note(_ what: Unfamiliar, _ count: Int = 1) {
        if count > 0 { unfamiliar[what, default: 0] += count }
    }
}
