package import WhatsApp

/// How the operator's own accounts stand, as the platform announced it.
struct AccountBook: Sendable {
    /// More accounts than this share one place.
    private static let mostAccounts = 200
    /// A restriction without an end, or a ban that nothing more is heard of, is believed for so long.
    private static let longestSeconds: UInt32 = 30 * 86_400

    private(set) var accounts: [AccountStanding] = []

    mutating func take(_ decision: DeliveryEntry.Decision, of name: String) {
        let place = place(of: name)
        accounts[place].events[decision.kind] = max(accounts[place].events[decision.kind] ?? 0, decision.at)
        // Webhooks come in any order: what was decided before the last decision is over.
        guard let effect = decision.effect, decision.at >= accounts[place].decidedAt else { return }
        accounts[place].decidedAt = decision.at
        let longest = decision.at.addingReportingOverflow(Self.longestSeconds)
        let limit = longest.overflow ? .max : longest.partialValue
        switch effect {
        case .restriction(let blocksMessages, let until):
            accounts[place].restrictedUntil = until ?? limit
            accounts[place].blockedUntil = blocksMessages ? until ?? limit : accounts[place].blockedUntil
        case .disabling: accounts[place].disabledUntil = limit
        case .lifting:
            (accounts[place].restrictedUntil, accounts[place].blockedUntil, accounts[place].disabledUntil) = (0, 0, 0)
        }
    }

    private mutating func place(of name: String) -> Int {
        if let place = accounts.firstIndex(where: { $0.name == name }) { return place }
        guard accounts.count < Self.mostAccounts || name == DeliveryEntry.otherName else {
            return place(of: DeliveryEntry.otherName)
        }
        accounts.append(AccountStanding(name: name))
        return accounts.count - 1
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write(variable: UInt64(accounts.count))
        for account in accounts {
            writer.write(name: account.name)
            writer.write(variable: UInt64(account.events.count))
            for (kind, at) in account.events {
                writer.write(kind: kind)
                writer.write(at)
            }
            for time in [account.decidedAt, account.restrictedUntil, account.blockedUntil, account.disabledUntil] {
                writer.write(time)
            }
        }
    }

    init() {}

    init?(from reader: inout SnapshotReader) {
        guard let accounts = reader.list({ $0.standing() }), accounts.count <= Self.mostAccounts + 1 else { return nil }
        self.accounts = accounts
    }
}

/// How one account stands. All times are Unix seconds.
package struct AccountStanding: Sendable, Equatable {
    /// The WhatsApp Business Account's id.
    package var name: String
    /// When each event last happened.
    package internal(set) var events: [AccountEventKind: UInt32] = [:]
    fileprivate(set) var decidedAt: UInt32 = 0
    fileprivate(set) var restrictedUntil: UInt32 = 0
    fileprivate(set) var blockedUntil: UInt32 = 0
    fileprivate(set) var disabledUntil: UInt32 = 0

    init(name: String) {
        self.name = name
    }

    /// Whether anything is forbidden it: sending, calling, adding numbers.
    package func isRestricted(at time: Double) -> Bool { time < Double(restrictedUntil) || isDisabled(at: time) }

    package func isDisabled(at time: Double) -> Bool { time < Double(disabledUntil) }

    /// Whether it may not send messages.
    package func isBlocked(at time: Double) -> Bool { time < Double(blockedUntil) || isDisabled(at: time) }
}

extension SnapshotReader {
    fileprivate mutating func standing() -> AccountStanding? {
        guard let name = name() else { return nil }
        var account = AccountStanding(name: name)
        let events = list { reader -> (AccountEventKind, UInt32)? in
            guard let kind = reader.kind(), let at = reader.integer(UInt32.self) else { return nil }
            return (kind, at)
        }
        guard let events, let times = list(4, { $0.integer(UInt32.self) }) else { return nil }
        account.events = Dictionary(events) { max($0, $1) }
        (account.decidedAt, account.restrictedUntil, account.blockedUntil, account.disabledUntil) =
            (times[0], times[1], times[2], times[3])
        return account
    }
}
