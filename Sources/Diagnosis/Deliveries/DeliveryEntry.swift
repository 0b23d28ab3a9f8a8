package import WhatsApp

/// What one webhook told: times and codes, and numbers in the place of all that names a person or a message.
package struct DeliveryEntry: Sendable, Equatable {
    /// One step of a message.
    package struct Step: Sendable, Equatable {
        /// Stands for the message's id.
        package var message: UInt64
        /// The sender's place in ``DeliveryEntry/names``.
        package var phone: UInt8
        package var status: MessageStatus
        /// Unix seconds.
        package var at: UInt32
        package var errorCodes: [UInt32] = []

        package init(message: UInt64, phone: UInt8, status: MessageStatus, at: UInt32, errorCodes: [UInt32] = []) {
            self.message = message
            self.phone = phone
            self.status = status
            self.at = at
            self.errorCodes = errorCodes
        }
    }

    /// A message received.
    package struct Receipt: Sendable, Equatable {
        package var message: UInt64
        package var phone: UInt8
        package var at: UInt32

        package init(message: UInt64, phone: UInt8, at: UInt32) {
            self.message = message
            self.phone = phone
            self.at = at
        }
    }

    /// Something decided about an account.
    package struct Decision: Sendable, Equatable {
        /// Stands for the event, to know it again.
        package var event: UInt64
        /// The account's place in ``DeliveryEntry/names``.
        package var account: UInt8
        package var kind: AccountEventKind
        package var at: UInt32
        package var effect: AccountEvent.Effect?

        package init(event: UInt64, account: UInt8, kind: AccountEventKind, at: UInt32, effect: AccountEvent.Effect? = nil) {
            self.event = event
            self.account = account
            self.kind = kind
            self.at = at
            self.effect = effect
        }
    }

    /// When it arrived, Unix seconds.
    package var at: Double
    /// Ids of phone numbers and accounts, as Meta numbers them.
    package private(set) var names: [String] = []
    package var steps: [Step] = []
    package var receipts: [Receipt] = []
    package var decisions: [Decision] = []
    /// Of errors that are no message's.
    package var errorCodes: [UInt32] = []
    package var unfamiliar: [WebhookPayload.Unfamiliar: UInt64] = [:]

    /// The name that stands for all ids that are none, or one too many.
    package static let otherName = "other"
    private static let longestName = 32
    private static let mostNames = 200
    private static let version: UInt8 = 1

    package init(at time: Double) {
        at = time
    }

    /// The place of an id in ``names``, where it is put.
    package mutating func place(of name: String) -> UInt8 {
        if let place = names.firstIndex(of: name) { return UInt8(place) }
        let isID = (1...Self.longestName).contains(name.utf8.count) && name.utf8.allSatisfy(Self.isPartOfID)
        guard isID, names.count < Self.mostNames else {
            return name == Self.otherName ? append(name) : place(of: Self.otherName)
        }
        return append(name)
    }

    private mutating func append(_ name: String) -> UInt8 {
        names.append(name)
        return UInt8(names.count - 1)
    }

    private static func isPartOfID(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

// MARK: Bytes

extension DeliveryEntry {
    /// As the journal keeps it.
    package var bytes: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        writer.write(at.bitPattern)
        writer.write(UInt8(names.count))
        for name in names { writer.write(name: name) }
        writer.write(variable: UInt64(steps.count))
        for step in steps {
            writer.write(step.message)
            writer.write(step.phone)
            writer.write(step.status.rawValue)
            writer.write(step.at)
            writer.write(codes: step.errorCodes)
        }
        writer.write(variable: UInt64(receipts.count))
        for receipt in receipts {
            writer.write(receipt.message)
            writer.write(receipt.phone)
            writer.write(receipt.at)
        }
        writer.write(variable: UInt64(decisions.count))
        for decision in decisions {
            writer.write(decision.event)
            writer.write(decision.account)
            writer.write(kind: decision.kind)
            writer.write(decision.at)
            writer.write(effect: decision.effect)
        }
        writer.write(codes: errorCodes)
        for what in WebhookPayload.Unfamiliar.allCases { writer.write(variable: unfamiliar[what] ?? 0) }
        return writer.sealed
    }

    /// `nil` for bytes of another version, or spoilt ones.
    package init?(bytes: [UInt8]) {
        guard var reader = SnapshotReader(sealed: bytes, version: Self.version), let at = reader.time() else { return nil }
        self.init(at: at)
        guard let names = reader.list(UInt64(reader.integer(UInt8.self) ?? 0), { $0.name() }),
            let steps = reader.list({ $0.step() }), let receipts = reader.list({ $0.receipt() }),
            let decisions = reader.list({ $0.decision() }), let codes = reader.codes()
        else { return nil }
        (self.names, self.steps, self.receipts, self.decisions, errorCodes) = (names, steps, receipts, decisions, codes)
        for what in WebhookPayload.Unfamiliar.allCases {
            guard let count = reader.variable() else { return nil }
            unfamiliar[what] = count == 0 ? nil : count
        }
        let places = steps.map(\.phone) + receipts.map(\.phone) + decisions.map(\.account)
        guard reader.isAtEnd, places.allSatisfy({ $0 < names.count }) else { return nil }
    }
}

extension SnapshotReader {
    fileprivate mutating func step() -> DeliveryEntry.Step? {
        guard let message = integer(UInt64.self), let phone = integer(UInt8.self),
            let status = integer(UInt8.self).flatMap(MessageStatus.init(rawValue:)), let at = integer(UInt32.self),
            let codes = codes()
        else { return nil }
        return DeliveryEntry.Step(message: message, phone: phone, status: status, at: at, errorCodes: codes)
    }

    fileprivate mutating func receipt() -> DeliveryEntry.Receipt? {
        guard let message = integer(UInt64.self), let phone = integer(UInt8.self), let at = integer(UInt32.self)
        else { return nil }
        return DeliveryEntry.Receipt(message: message, phone: phone, at: at)
    }

    fileprivate mutating func decision() -> DeliveryEntry.Decision? {
        guard let event = integer(UInt64.self), let account = integer(UInt8.self), let kind = kind(),
            let at = integer(UInt32.self), let effect = effect()
        else { return nil }
        return DeliveryEntry.Decision(event: event, account: account, kind: kind, at: at, effect: effect)
    }
}
