import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct DeliverySnapshotTests {
    private static let start = 1_795_000_000.0

    /// An entry with something of each kind.
    private static func entry() -> DeliveryEntry {
        var entry = DeliveryEntry(at: start + 0.25)
        let (phone, account) = (entry.place(of: "106540352242922"), entry.place(of: "102290129340398"))
        let at = UInt32(start)
        entry.steps = MessageStatus.allCases.map {
            .init(
                message: UInt64($0.rawValue) &* .max, phone: phone, status: $0, at: at,
                errorCodes: $0 == .failed ? [131_026, .max] : [])
        }
        entry.receipts = [.init(message: .max, phone: phone, at: at)]
        let effects: [AccountEvent.Effect?] = [
            nil, .restriction(blocksMessages: true, until: 5), .restriction(blocksMessages: false, until: nil), .disabling,
            .lifting,
        ]
        entry.decisions = effects.enumerated().map {
            .init(event: UInt64($0), account: account, kind: AccountEventKind(.accountUpdate, word: "x"), at: at, effect: $1)
        }
        entry.errorCodes = [0, 130_429]
        entry.unfamiliar = [.shape: 3, .future: 1]
        return entry
    }

    private static func book() -> DeliveryBook {
        var book = DeliveryBook()
        book.apply(entry())
        return book
    }

    @Test func entriesComeBackAsTheyWere() {
        #expect(DeliveryEntry(bytes: Self.entry().bytes) == Self.entry())
        #expect(DeliveryEntry(bytes: DeliveryEntry(at: 0).bytes) == DeliveryEntry(at: 0))
    }

    @Test func spoiltEntriesAreNone() {
        let bytes = Self.entry().bytes
        for length in bytes.indices { #expect(DeliveryEntry(bytes: Array(bytes.prefix(length))) == nil) }
        for place in bytes.indices {
            var spoilt = bytes
            spoilt[place] ^= 0x40
            #expect(DeliveryEntry(bytes: spoilt) == nil)
        }
    }

    @Test func aPlaceWithoutANameIsNoEntry() {
        var entry = DeliveryEntry(at: Self.start)
        entry.receipts = [.init(message: 1, phone: 0, at: 1)]
        #expect(DeliveryEntry(bytes: entry.bytes) == nil)
    }

    @Test func booksComeBackAsTheyWere() {
        let book = Self.book()
        var copy = DeliveryBook()
        let isRestored = copy.restore(book.snapshot)
        #expect(isRestored)
        #expect(copy.counts == book.counts && copy.standings == book.standings)
        copy.apply(Self.entry())
        #expect(copy.counts.duplicates == 14)
    }

    @Test func spoiltSnapshotsChangeNothing() {
        let snapshot = Self.book().snapshot
        var book = DeliveryBook()
        for length in stride(from: 0, to: snapshot.count, by: 7) {
            let isRestored = book.restore(Array(snapshot.prefix(length)))
            #expect(!isRestored)
        }
        for place in stride(from: 0, to: snapshot.count, by: 3) {
            var spoilt = snapshot
            spoilt[place] ^= 1
            let isRestored = book.restore(spoilt)
            #expect(!isRestored)
        }
        #expect(book.counts == DeliveryBook().counts)
    }

    @Test func aFullTableComesBack() {
        var book = DeliveryBook()
        for key in 0..<UInt64(MessageTable.capacity) + 5 { _ = book.messages.place(of: key, at: UInt32(Self.start)) }
        var copy = DeliveryBook()
        let isRestored = copy.restore(book.snapshot)
        #expect(isRestored)
        #expect(copy.messages.forgotten == 5)
        _ = copy.messages.place(of: .max, at: UInt32(Self.start))
        #expect(copy.messages.forgotten == 6)
        #expect(copy.snapshot.count < 8 << 20)
    }
}
