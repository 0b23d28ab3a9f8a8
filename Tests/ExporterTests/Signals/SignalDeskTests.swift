import Diagnosis
import Synchronization
import Testing
import WhatsApp

@testable import Exporter

@Suite struct SignalDeskTests {
    /// What a desk has told.
    private final class Ear: Sendable {
        private let heard = Mutex<[Signal]>([])
        var signals: [Signal] { heard.withLock { $0 } }

        func hear(_ signal: Signal) { heard.withLock { $0.append(signal) } }
    }

    private let ear = Ear()
    private let desk: SignalDesk

    init() {
        desk = SignalDesk { [ear] in ear.hear($0) }
    }

    @Test func saysNothingOfWhatNeverWas() {
        desk.say(.reportSurge, scope: .consumer, by: "reports", isPresent: false, at: 100)
        #expect(ear.signals.isEmpty)
    }

    @Test func tellsAgainWhatStaysAndOnceWhatEnds() {
        for time in [100.0, 160, 220] {
            desk.say(.reportSurge, scope: .consumer, by: "reports", isPresent: true, at: time, detail: "40 reports")
        }
        desk.say(.reportSurge, scope: .consumer, by: "reports", isPresent: false, at: 280)
        desk.say(.reportSurge, scope: .consumer, by: "reports", isPresent: false, at: 340)
        #expect(ear.signals.map(\.isPresent) == [true, true, true, false])
        #expect(ear.signals.last?.at == 280)
    }

    @Test func staysUpWhileAnySourceSaysSo() {
        desk.say(.accountBlocked, scope: .business, by: "health", isPresent: true, at: 100, detail: "the number is blocked")
        desk.say(.accountBlocked, scope: .business, by: "webhooks", isPresent: true, at: 110, detail: "restricted")
        #expect(ear.signals.last?.detail == "the number is blocked, and 1 more")
        desk.say(.accountBlocked, scope: .business, by: "health", isPresent: false, at: 120)
        #expect(ear.signals.last?.isPresent == true)
        #expect(ear.signals.last?.detail == "restricted")
        desk.say(.accountBlocked, scope: .business, by: "webhooks", isPresent: false, at: 130)
        #expect(ear.signals.last?.isPresent == false)
    }

    @Test func hearsASilentSourceNoMore() {
        desk.say(.deliveryDrop, scope: .business, by: "webhooks", isPresent: true, at: 100)
        desk.say(.deliveryDrop, scope: .business, by: "other", isPresent: false, at: 100 + SignalDesk.validSeconds + 1)
        #expect(ear.signals.last?.isPresent == false)
        #expect(desk.standing(at: 100 + SignalDesk.validSeconds + 1).isEmpty)
    }

    @Test func keepsScopesApart() {
        desk.say(.reportSurge, scope: .consumer, by: "reports", isPresent: true, at: 100)
        desk.say(.reportSurge, scope: .business, by: "reports", isPresent: false, at: 110)
        #expect(ear.signals.count == 1)
        #expect(desk.standing(at: 120).map(\.scope) == [.consumer])
    }

    @Test func knowsSinceWhenSomethingStands() {
        for time in [100.0, 400, 700] {
            desk.say(.platformDisrupted, by: "status_feed", isPresent: true, at: time, detail: "\(time)")
        }
        let standing = desk.standing(at: 800)
        #expect(standing.map(\.since) == [100])
        #expect(standing.map(\.detail) == ["700.0"])
    }
}
