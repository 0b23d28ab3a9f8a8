import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct CasebookTests {
    private static func extent(_ components: Component..., edges: [String] = [], firstFailureAt: Double? = nil) -> Extent {
        Extent(firstFailureAt: firstFailureAt, components: components, edges: edges)
    }

    @Test func opensFollowsAndCloses() throws {
        var play = Play()
        play.pass(60)
        #expect(play.book.incidents.isEmpty)
        let began = play.now
        play.wait(75)
        play.say(consumer: .whatsAppOutage, Self.extent(.chat, edges: ["57.144.23.0/24"], firstFailureAt: began))
        let detected = play.now
        var incident = try #require(play.only)
        #expect(incident.id == "2026-11-22-01")
        #expect(incident.severity == .major && incident.verdict == .whatsAppOutage && incident.scopes == [.consumer])
        #expect(incident.components == [.chat] && incident.edges == ["57.144.23.0/24"])
        #expect(incident.startedAt == began && incident.detectedAt == detected && incident.secondsToDetect == 75)
        #expect(incident.cause == "It is whatsapp_outage." && incident.evidence == ["tls on web: tls_expired"])
        #expect(!incident.workarounds.isEmpty)
        #expect(incident.isOpen && incident.secondsToRestore == nil)

        play.pass(600)
        play.say(consumer: .ok)
        let restored = play.now
        incident = try #require(play.only)
        #expect(incident.isOpen && incident.restoredAt == restored && incident.troubled == [])
        play.pass(119)
        #expect(play.only?.isOpen == true)
        play.pass(1)
        incident = try #require(play.only)
        #expect(incident.resolvedAt == restored + 120 && incident.restoredAt == restored)
        #expect(incident.secondsToRestore == restored - began)
        #expect(play.kinds() == [.began, .detected, .restored, .resolved])
        #expect(play.changes.count == 3)
        play.pass(600)
        #expect(play.changes.count == 3)
    }

    @Test func spansTheScopesOfOneVerdict() throws {
        var play = Play()
        play.say(consumer: .localNetwork)
        play.wait(20)
        play.say(business: .localNetwork)
        let incident = try #require(play.only)
        #expect(incident.scopes == [.consumer, .business] && incident.troubled == [.consumer, .business])
        play.wait(300)
        play.say(consumer: .ok)
        #expect(play.only?.troubled == [.business])
        play.wait(300)
        play.say(business: .ok)
        play.pass(120)
        #expect(play.only?.restoredAt == Play.start + 620)
        #expect(play.kinds() == [.began, .detected, .spread, .eased, .restored, .resolved])
    }

    @Test func anotherVerdictIsNewsOfTheSameIncident() throws {
        var play = Play()
        play.say(consumer: .edgePartial, Self.extent(.chat, edges: ["57.144.23.0/24"]))
        play.wait(60)
        play.say(consumer: .whatsAppOutage, Self.extent(.chat, .web, edges: ["57.144.24.0/24"]))
        let incident = try #require(play.only)
        #expect(incident.verdict == .whatsAppOutage && incident.components == [.chat, .web])
        #expect(incident.edges == ["57.144.23.0/24", "57.144.24.0/24"])
        #expect(incident.cause == "It is whatsapp_outage.")
        #expect(play.kinds() == [.began, .detected, .verdict, .spread])
        #expect(incident.timeline[2].text.hasPrefix("WhatsApp outage rather than partial edge failure, for users of WhatsApp: "))
        #expect(incident.timeline[3].text == "Reached web; edge 57.144.24.0/24.")
        #expect(incident.detectedAt == Play.start)
    }

    @Test func otherTroubleOfAnotherScopeIsAnotherIncident() {
        var play = Play()
        play.say(consumer: .edgePartial)
        play.say(business: .businessAccount)
        #expect(play.book.incidents.map(\.id) == ["2026-11-22-01", "2026-11-22-02"])
        #expect(play.book.incidents.map(\.scopes) == [[.consumer], [.business]])
    }

    @Test func scopesPartWhenTheBlameDiffers() {
        var play = Play()
        play.say(consumer: .localNetwork, business: .localNetwork)
        play.wait(60)
        play.say(business: .whatsAppOutage)
        #expect(play.book.incidents.map(\.verdict) == [.localNetwork, .whatsAppOutage])
        #expect(play.book.incidents.map(\.troubled) == [[.consumer], [.business]])
        play.wait(60)
        // It turns out to be one after all: the first goes on as the second.
        play.say(consumer: .whatsAppOutage)
        #expect(play.book.incidents.map(\.isOpen) == [false, true])
        #expect(play.book.incidents[1].scopes == [.consumer, .business])
        #expect(play.book.incidents[0].restoredAt == nil && play.kinds(0).last == .closed)
    }

    @Test func scopesStayTogetherWhenTheBlameIsTheSame() {
        var play = Play()
        play.say(consumer: .localNetwork, business: .localNetwork)
        play.say(consumer: .localDNS)
        #expect(play.only?.verdict == .localNetwork)
        play.say(business: .localDNS)
        #expect(play.only?.verdict == .localDNS)
        #expect(play.only?.scopes == [.consumer, .business])
    }

    @Test func troubleSoonAfterIsTheSame() throws {
        var play = Play()
        for _ in 0..<3 {
            play.say(consumer: .whatsAppOutage)
            play.pass(30)
            play.say(consumer: .ok)
            play.pass(119)
        }
        play.say(consumer: .localDNS)
        var incident = try #require(play.only)
        #expect(incident.isOpen && incident.restoredAt == nil && incident.verdict == .localDNS)
        play.say(consumer: .ok)
        play.pass(120)
        incident = try #require(play.only)
        #expect(!incident.isOpen && incident.startedAt == Play.start)
        #expect(play.kinds().filter { $0 == .again }.count == 3)
        play.say(consumer: .whatsAppOutage)
        #expect(play.book.incidents.count == 2)
    }

    @Test func unknownNeitherClosesNorOpens() {
        var play = Play()
        play.say(consumer: .unknown)
        play.pass(600)
        #expect(play.book.incidents.isEmpty)
        play.say(consumer: .metaWide)
        play.say(consumer: .unknown)
        play.pass(3600)
        #expect(play.only?.isOpen == true && play.only?.restoredAt == nil)
        play.say(consumer: .ok)
        play.wait(10)
        play.say(consumer: .unknown)
        play.pass(600)
        #expect(play.only?.isOpen == true)
        play.say(consumer: .ok)
        play.pass(120)
        #expect(play.only?.isOpen == false)
        #expect(play.only?.restoredAt == Play.start + 600 + 3600)
    }

    @Test func conflictOpensOnceSettled() {
        var play = Play()
        play.say(consumer: .unknown, confidence: 0.2)
        play.pass(119)
        #expect(play.book.incidents.isEmpty)
        play.pass(1)
        #expect(play.only?.verdict == .unknown)
        #expect(play.only?.detectedAt == Play.start)
        play.say(consumer: .blockedOrIntercepted)
        #expect(play.only?.verdict == .blockedOrIntercepted)
    }

    @Test func waitsForAVerdictToStand() {
        var play = Play { $0.openAfterSeconds = 60 }
        play.say(consumer: .edgePartial)
        play.pass(59)
        play.say(consumer: .ok)
        play.pass(10)
        #expect(play.book.incidents.isEmpty)
        play.say(consumer: .edgePartial)
        play.pass(60)
        #expect(play.only?.detectedAt == Play.start + 69)
    }

    @Test func partsWithoutAVerdictOpenMinorOnes() throws {
        var play = Play()
        play.say(.links, .degraded)
        play.pass(299)
        #expect(play.book.incidents.isEmpty)
        play.pass(1)
        var incident = try #require(play.only)
        #expect(incident.severity == .minor && incident.verdict == .ok && incident.components == [.links])
        #expect(incident.startedAt == Play.start && incident.secondsToDetect == 300)
        #expect(incident.cause == "Links are degraded; no verdict hangs on it.")
        play.say(.links, .down)
        play.say(consumer: .edgePartial)
        #expect(play.book.incidents.count == 2)
        play.say(consumer: .ok)
        play.say(.links, .unknown)
        play.pass(600)
        #expect(play.book.incidents.map(\.isOpen) == [true, false])
        play.say(.links, .ok)
        play.pass(100)
        play.say(.links, .down)
        play.say(.links, .ok)
        play.pass(120)
        incident = play.book.incidents[0]
        #expect(!incident.isOpen && incident.restoredAt == play.now - 120)
        #expect(play.kinds() == [.began, .detected, .verdict, .restored, .again, .restored, .resolved])
    }

    @Test func decisivePartsAndThoseBesideAnOutageOpenNoMinorOnes() {
        var play = Play()
        play.say(.media, .degraded)
        play.pass(900)
        #expect(play.book.incidents.isEmpty)
        play.say(consumer: .whatsAppOutage)
        play.say(.chatAlternate, .down)
        play.pass(900)
        #expect(play.only?.severity == .major)
        play.say(consumer: .ok)
        play.pass(121)
        #expect(play.book.incidents.map(\.severity) == [.major, .minor])
    }

    @Test func clockPutBackNeitherTrapsNorHangs() {
        var play = Play()
        play.pass(10)
        play.say(consumer: .localClock, Self.extent(.web, firstFailureAt: Play.start + 86_400))
        play.wait(-7200)
        play.say(consumer: .ok)
        play.pass(130)
        let incident = play.only
        #expect(incident?.isOpen == false && incident?.secondsToRestore == 0 && incident?.secondsToDetect == 0)
        play.say(.links, .down)
        play.wait(-100_000)
        play.pass(310)
        #expect(play.book.incidents.count == 2)
        #expect(play.book.incidents[1].id == "2026-11-21-01")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 1e300])
    func ignoresImpossibleTimes(at time: Double) {
        var book = Casebook()
        let ruling = ScopedVerdict(
            verdict: .localDNS, since: time, sentence: "", evidence: [], confidence: 1, extent: Extent(firstFailureAt: time))
        #expect(book.review(Conclusion(at: time, scopes: [.consumer: ruling], components: [:])).isEmpty)
        let opened = book.review(Conclusion(at: Play.start, scopes: [.consumer: ruling], components: [:]))
        #expect(opened.allSatisfy { UTCTime.range.contains($0.startedAt) && UTCTime.range.contains($0.detectedAt) })
        for component in Component.allCases {
            _ = book.review(Conclusion(at: time, scopes: [:], components: [component: .down]))
        }
    }

    @Test func goesOnAfterARestart() throws {
        var play = Play()
        play.say(consumer: .whatsAppOutage)
        play.say(.links, .down)
        play.pass(10)
        play.say(consumer: .ok)
        play.pass(430)
        play.say(consumer: .localDNS, business: .localDNS)
        #expect(play.book.incidents.map(\.isOpen) == [false, true, true])
        let before = play.book.incidents
        play.wait(60)
        play.restart()
        #expect(play.book.incidents.map(\.id) == before.map(\.id))
        play.review()
        #expect(play.book.incidents.count == 3)
        #expect(play.kinds(2).last == .interrupted)
        play.say(consumer: .ok, business: .ok)
        play.say(.links, .ok)
        play.pass(120)
        #expect(play.book.incidents.allSatisfy { !$0.isOpen })
        play.say(consumer: .localDNS)
        #expect(play.book.incidents.last?.id == "2026-11-22-04")
    }

    @Test func memoryIsBounded() throws {
        var play = Play { $0.resolveAfterSeconds = 0 }
        play.say(business: .businessAccount)
        for round in 0..<700 {
            play.wait(10)
            play.say(consumer: .edgePartial, Self.extent(.chat, edges: (0..<16).map { "10.\(round % 256).\($0).0/24" }))
            play.wait(10)
            play.say(consumer: .ok)
        }
        #expect(play.book.incidents.count == Casebook.limit)
        #expect(play.book.incidents.first?.id == "2026-11-22-01")
        #expect(play.book.incidents.last?.id == "2026-11-22-701")
        #expect(Set(play.book.incidents.map(\.id)).count == Casebook.limit)
    }

    @Test func aLongTimelineLosesItsMiddle() throws {
        var play = Play()
        for _ in 0..<300 {
            play.wait(10)
            play.say(consumer: .edgePartial)
            play.wait(10)
            play.say(consumer: .ok)
        }
        let timeline = try #require(play.only).timeline
        #expect(timeline.count == Incident.timelineLimit)
        #expect(timeline[0].kind == .began && timeline.last?.kind == .restored)
        // Two at the beginning, and two for each of 300 rounds but the first detection.
        #expect(timeline[100].kind == .omitted && timeline[100].text == "\(601 - 199) entries are left out here.")
        #expect(zip(timeline, timeline.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test func notesAreCheckedAndBounded() throws {
        var play = Play()
        play.say(consumer: .edgePartial)
        let id = "2026-11-22-01"
        func refusal(_ author: String, _ text: String, _ id: String = id) -> NoteRefusal? {
            do throws(NoteRefusal) { _ = try play.book.draft(author: author, text: text, for: id, at: 1) } catch { return error }
            return nil
        }
        #expect(refusal("ada", "x", "2026-11-22-02") == .noSuchIncident)
        #expect(refusal(" ", "x") == .empty(field: "author"))
        #expect(refusal("ada", "\n") == .empty(field: "text"))
        #expect(refusal("a\nb", "x") == .controlCharacter(field: "author"))
        #expect(refusal("ada", "\u{1b}[2J") == .controlCharacter(field: "text"))
        #expect(refusal("ada", String(repeating: "x", count: 2001)) == .tooLong(field: "text", limit: 2000))
        #expect(play.only?.notes.isEmpty == true)
        for number in 1...Incident.noteLimit {
            let note = try play.book.draft(author: "ada", text: String(repeating: "é", count: 2000), for: id, at: 1)
            #expect(play.book.add(note, to: id)?.notes.count == number)
            #expect(play.book.add(note, to: id)?.notes.count == number)
        }
        #expect(refusal("ada", "x") == .full)
        #expect(Set(play.only?.notes.map(\.id) ?? []).count == Incident.noteLimit)
        play.restart()
        #expect(play.only?.notes.count == Incident.noteLimit)
    }

    @Test func comparesWithThePast() throws {
        var play = Play { $0.resolveAfterSeconds = 0 }
        let day = 86_400.0
        for (wait, verdict, minutes) in [
            (0, .edgePartial, 60), (40 * day, .edgePartial, 30), (day, .edgePartial, 120), (day, .localDNS, 1),
            (day, .edgePartial, 1),
        ] as [(Double, Verdict, Double)] {
            play.wait(wait)
            play.say(consumer: verdict, Self.extent(.chat))
            play.wait(minutes * 60)
            play.say(consumer: .ok)
            play.wait(-minutes * 60)
        }
        let likeness = try #require(play.book.incidents.last).likeness
        #expect(likeness.in90Days == 3 && likeness.in30Days == 2 && likeness.atThisHour == 3)
        #expect(likeness.medianSecondsToRestore == 3600)
        #expect(likeness.examples == ["2027-01-02-01", "2027-01-01-01", "2026-11-22-01"])
        #expect(
            likeness.sentences == [
                "3 incidents like this in the last 90 days, 2 of them in the last 30.",
                "The last 3 like this were restored in 1 h (median).",
                "3 of them began within an hour of this time of day: something may happen daily then.",
            ])
    }
}
