package import WhatsApp

/// What webhooks told, counted.
package struct DeliveryCounts: Sendable, Equatable {
    /// Of one of the business' numbers.
    package struct Phone: Sendable, Equatable {
        /// Meta's id of it, not the number.
        package let name: String
        /// By ``WhatsApp/MessageStatus`` and its raw value.
        package var statuses = [UInt64](repeating: 0, count: MessageStatus.allCases.count)
        package var received: UInt64 = 0
        /// From sent to delivered, by Meta's clock.
        package var delays = DelayCounts(bounds: DelayCounts.deliveryBounds)

        init(name: String) {
            self.name = name
        }
    }

    /// More numbers than this share one place.
    private static let mostPhones = 200
    /// More codes than this share ``otherCode``.
    private static let mostCodes = 128
    package static let otherCode = UInt32.max

    /// Webhooks taken.
    package internal(set) var webhooks: UInt64 = 0
    /// Steps, messages and events that were told before.
    package internal(set) var duplicates: UInt64 = 0
    package internal(set) var phones: [Phone] = []
    /// Errors by their code.
    package internal(set) var failures: [UInt32: UInt64] = [:]
    /// Alerts by their place among the severities, unknown ones last.
    package internal(set) var alerts: [AccountEventKind: UInt64] = [:]
    package internal(set) var unfamiliar: [WebhookPayload.Unfamiliar: UInt64] = [:]
    /// From what a webhook tells to its arrival, by two clocks.
    package internal(set) var lags = DelayCounts(bounds: DelayCounts.lagBounds)
    /// Of the last webhook, Unix seconds; 0 before the first.
    package internal(set) var lastAt = 0.0

    init() {}

    mutating func place(of name: String) -> Int {
        if let place = phones.firstIndex(where: { $0.name == name }) { return place }
        guard phones.count < Self.mostPhones || name == DeliveryEntry.otherName else {
            return place(of: DeliveryEntry.otherName)
        }
        phones.append(Phone(name: name))
        return phones.count - 1
    }

    mutating func fail(_ code: UInt32) {
        let isKnown = failures[code] != nil || failures.count < Self.mostCodes
        failures[isKnown ? code : Self.otherCode, default: 0] += 1
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write(variable: webhooks)
        writer.write(variable: duplicates)
        writer.write(variable: UInt64(phones.count))
        for phone in phones {
            writer.write(name: phone.name)
            for count in phone.statuses { writer.write(variable: count) }
            writer.write(variable: phone.received)
            phone.delays.write(into: &writer)
        }
        writer.write(variable: UInt64(failures.count))
        for (code, count) in failures {
            writer.write(code)
            writer.write(variable: count)
        }
        writer.write(variable: UInt64(alerts.count))
        for (kind, count) in alerts {
            writer.write(kind: kind)
            writer.write(variable: count)
        }
        for what in WebhookPayload.Unfamiliar.allCases { writer.write(variable: unfamiliar[what] ?? 0) }
        lags.write(into: &writer)
        writer.write(lastAt.bitPattern)
    }

    init?(from reader: inout SnapshotReader) {
        guard let webhooks = reader.variable(), let duplicates = reader.variable(), let phones = reader.list({ $0.phone() }),
            let failures = reader.pairs({ $0.integer(UInt32.self) }), let alerts = reader.pairs({ $0.kind() }),
            let unfamiliar = reader.list(UInt64(WebhookPayload.Unfamiliar.allCases.count), { $0.variable() }),
            let lags = DelayCounts(bounds: DelayCounts.lagBounds, from: &reader), let lastAt = reader.time(),
            phones.count <= Self.mostPhones + 1, failures.count <= Self.mostCodes + 1
        else { return nil }
        (self.webhooks, self.duplicates, self.phones, self.failures) = (webhooks, duplicates, phones, failures)
        (self.alerts, self.lags, self.lastAt) = (alerts, lags, lastAt)
        for (what, count) in zip(WebhookPayload.Unfamiliar.allCases, unfamiliar) where count > 0 { self.unfamiliar[what] = count }
    }
}

extension SnapshotReader {
    fileprivate mutating func phone() -> DeliveryCounts.Phone? {
        guard let name = name(), let statuses = list(UInt64(MessageStatus.allCases.count), { $0.variable() }),
            let received = variable(), let delays = DelayCounts(bounds: DelayCounts.deliveryBounds, from: &self)
        else { return nil }
        var phone = DeliveryCounts.Phone(name: name)
        (phone.statuses, phone.received, phone.delays) = (statuses, received, delays)
        return phone
    }

    fileprivate mutating func pairs<Key: Hashable>(_ key: (inout SnapshotReader) -> Key?) -> [Key: UInt64]? {
        let pairs = list { reader -> (Key, UInt64)? in
            guard let key = key(&reader), let count = reader.variable() else { return nil }
            return (key, count)
        }
        return pairs.map { Dictionary($0) { first, _ in first } }
    }
}
