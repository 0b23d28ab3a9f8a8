import Diagnosis
import WhatsApp

extension DeliveryBook: JournalledBook {}
extension DeliveryEntry: JournalEntry {}

extension DeliveryEntry {
    /// What a webhook tells, with pseudonyms in the place of the messages' ids.
    init(_ payload: WebhookPayload, at time: Double, _ pseudonyms: Pseudonyms) {
        self.init(at: time)
        steps = payload.statuses.map { status in
            Step(
                message: pseudonyms.lasting(status.messageID.utf8, for: "message"), phone: place(of: status.phoneNumberID),
                status: status.status, at: status.at, errorCodes: status.errorCodes.map(UInt32.init(clamping:)))
        }
        receipts = payload.messages.map { message in
            Receipt(
                message: pseudonyms.lasting(message.messageID.utf8, for: "received message"),
                phone: place(of: message.phoneNumberID), at: message.at)
        }
        decisions = payload.events.map { event in
            let at = event.at ?? UInt32(clamping: Int64(min(max(0, time), 1e12)))
            let identity = "\(event.accountID) \(event.kind.field.rawValue) \(event.kind.number) \(at)"
            return Decision(
                event: pseudonyms.lasting(identity.utf8, for: "event"), account: place(of: event.accountID), kind: event.kind,
                at: at,
                effect: event.effect)
        }
        errorCodes = payload.errorCodes.map(UInt32.init(clamping:))
        unfamiliar = payload.unfamiliar.mapValues(UInt64.init)
    }
}
