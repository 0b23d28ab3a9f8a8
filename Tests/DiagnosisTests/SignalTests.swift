import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct SignalTests {
    private static let start = Timeline.start + 120

    /// A WhatsApp that answers, and what is said of it every minute from the beginning on.
    private func run(
        _ said: [(Signal.Kind, Scope?)], minutes: Int = 30, said last: Int = .max,
        world: @escaping (Check, Double) -> Finds = { _, _ in .well }
    ) -> [(minute: Int, conclusion: Conclusion)] {
        var diagnosis = Diagnosis(expected: Estate.targets)
        var seen: [(Int, Conclusion)] = []
        var minute = 0
        for observation in Timeline.observations(seconds: Double(minutes + 2) * 60, world: world) {
            diagnosis.observe(observation)
            _ = diagnosis.conclude(at: observation.at)
            guard observation.at >= Self.start + Double(minute) * 60 else { continue }
            if minute <= last {
                for (kind, scope) in said {
                    diagnosis.observe(Signal(kind, scope: scope, isPresent: true, at: observation.at, detail: "seen"))
                }
            }
            seen.append((minute, diagnosis.conclude(at: observation.at)))
            minute += 1
        }
        return seen
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var said: [(Signal.Kind, Scope?)]
        /// At once, and after a quarter of an hour.
        var consumer: (Verdict, Verdict)
        var business: (Verdict, Verdict)
    }

    private static let cases = [
        Case(
            testDescription: "reports alone", said: [(.reportSurge, .consumer)], consumer: (.ok, .whatsAppSuspected),
            business: (.ok, .ok)),
        Case(
            testDescription: "reports and deliveries", said: [(.reportSurge, nil), (.deliveryDrop, nil)],
            consumer: (.whatsAppSuspected, .whatsAppSuspected), business: (.whatsAppSuspected, .whatsAppSuspected)),
        Case(
            testDescription: "sent but not delivered (2026-06-12)",
            said: [(.reportSurge, .consumer), (.deliveryDrop, nil), (.platformDisrupted, .business)],
            consumer: (.whatsAppSuspected, .whatsAppSuspected), business: (.businessPlatform, .businessPlatform)),
        Case(
            testDescription: "status page alone", said: [(.platformDisrupted, .business)], consumer: (.ok, .ok),
            business: (.ok, .ok)),
        Case(
            testDescription: "status page and users, who are no businesses",
            said: [(.platformDisrupted, .business), (.reportSurge, .consumer)], consumer: (.ok, .whatsAppSuspected),
            business: (.ok, .ok)),
        Case(
            testDescription: "status page and businesses",
            said: [(.platformDisrupted, .business), (.reportSurge, .business)], consumer: (.ok, .ok),
            business: (.businessPlatform, .businessPlatform)),
        Case(
            testDescription: "errors alone", said: [(.platformErrors, .business)], consumer: (.ok, .ok),
            business: (.ok, .businessPlatform)),
        Case(
            testDescription: "errors and deliveries", said: [(.platformErrors, .business), (.deliveryDrop, .business)],
            consumer: (.ok, .ok), business: (.businessPlatform, .businessPlatform)),
        Case(
            testDescription: "errors and status page", said: [(.platformErrors, .business), (.platformDisrupted, .business)],
            consumer: (.ok, .ok), business: (.businessPlatform, .businessPlatform)),
        Case(
            testDescription: "requests limited (2024-09-12)", said: [(.requestsLimited, .business)], consumer: (.ok, .ok),
            business: (.ok, .ok)),
        Case(
            testDescription: "requests limited and deliveries gone",
            said: [(.requestsLimited, .business), (.deliveryDrop, .business)], consumer: (.ok, .ok),
            business: (.ok, .whatsAppSuspected)),
        Case(
            testDescription: "Cloud API ill, users well (2024-03-05)",
            said: [(.platformDisrupted, .business), (.deliveryDrop, .business)],
            consumer: (.ok, .ok), business: (.businessPlatform, .businessPlatform)),
        Case(
            testDescription: "deliveries alone", said: [(.deliveryDrop, .business)], consumer: (.ok, .ok),
            business: (.ok, .whatsAppSuspected)),
        Case(
            testDescription: "account blocked", said: [(.accountBlocked, .business)], consumer: (.ok, .ok),
            business: (.businessAccount, .businessAccount)),
        Case(
            testDescription: "account blocked, deliveries gone",
            said: [(.accountBlocked, .business), (.deliveryDrop, .business)],
            consumer: (.ok, .ok), business: (.businessAccount, .businessAccount)),
        Case(
            testDescription: "account blocked while the platform is ill",
            said: [(.accountBlocked, .business), (.platformDisrupted, .business)],
            consumer: (.ok, .ok), business: (.ok, .unknown)),
        Case(
            testDescription: "account blocked, platform ill, deliveries gone",
            said: [(.accountBlocked, .business), (.platformErrors, .business), (.deliveryDrop, .business)],
            consumer: (.ok, .ok), business: (.ok, .unknown)),
        Case(testDescription: "database slow", said: [(.databaseSlow, nil)], consumer: (.ok, .ok), business: (.ok, .ok)),
        Case(
            testDescription: "database slow, deliveries late", said: [(.databaseSlow, .business), (.deliveryDrop, .business)],
            consumer: (.ok, .ok), business: (.localHost, .localHost)),
        Case(
            testDescription: "database slow, deliveries late, status page",
            said: [(.databaseSlow, .business), (.deliveryDrop, .business), (.platformDisrupted, .business)],
            consumer: (.ok, .ok), business: (.localHost, .localHost)),
        Case(
            testDescription: "database slow, deliveries late, businesses report",
            said: [(.databaseSlow, .business), (.deliveryDrop, .business), (.reportSurge, .business)],
            consumer: (.ok, .ok), business: (.ok, .whatsAppSuspected)),
    ]

    @Test(arguments: cases) func peopleAndPlatformAreHeard(_ item: Case) throws {
        let seen = run(item.said).map { ($0.minute, $0.conclusion.scopes) }
        for (scope, verdicts) in [(Scope.consumer, item.consumer), (.business, item.business)] {
            #expect(seen.first?.1[scope]?.verdict == verdicts.0)
            let late = try #require(seen.first { $0.0 == 15 }?.1[scope])
            #expect(late.verdict == verdicts.1, "\(late.sentence)")
            #expect(seen.allSatisfy { $0.1[scope]?.verdict == verdicts.0 || $0.1[scope]?.verdict == verdicts.1 })
            if late.verdict.namesTrouble {
                #expect(late.extent.firstFailureAt.map { abs($0 - Self.start) < 5 } == true)
                #expect(late.confidence >= Weighing.leastConfidence)
            }
            let isAbout = item.said.contains { $0.1 == nil || $0.1 == scope }
            #expect(late.evidence.contains { $0.text == "seen" } == isAbout)
        }
    }

    @Test(arguments: [Signal.Kind.platformDisrupted, .platformErrors, .accountBlocked, .requestsLimited])
    func consumersNeverHearThePlatform(kind: Signal.Kind) throws {
        for scope in [Scope.consumer, nil] {
            for seen in run([(kind, scope), (.reportSurge, .consumer)], minutes: 8) {
                let consumer = try #require(seen.conclusion.scopes[.consumer])
                #expect(consumer.verdict == .ok && !consumer.evidence.contains { $0.kind == kind.evidenceKind })
            }
        }
    }

    @Test func whatNobodyRepeatsExpires() {
        let seen = run([(.reportSurge, nil), (.deliveryDrop, nil)], minutes: 40, said: 10)
        #expect(seen.filter { $0.minute < 25 }.allSatisfy { $0.conclusion.scopes[.consumer]?.verdict == .whatsAppSuspected })
        #expect(seen.filter { $0.minute > 26 }.allSatisfy { $0.conclusion.scopes[.consumer]?.verdict == .ok })
    }

    @Test func whatIsTakenBackIsForgotten() {
        var diagnosis = Diagnosis(expected: Estate.targets)
        for observation in Timeline.observations(seconds: 120, world: { _, _ in .well }) { diagnosis.observe(observation) }
        func say(_ isPresent: Bool, at time: Double) -> Verdict? {
            diagnosis.observe(Signal(.accountBlocked, scope: .business, isPresent: isPresent, at: time))
            return diagnosis.conclude(at: time).scopes[.business]?.verdict
        }
        #expect(say(true, at: Self.start) == .businessAccount)
        #expect(say(false, at: Self.start + 20) == .businessAccount)
        #expect(diagnosis.conclude(at: Self.start + 36).scopes[.business]?.verdict == .ok)
        for time in [Double.nan, .infinity, 1e300, -1e300] { #expect(say(true, at: time) != .whatsAppOutage) }
    }

    @Test func anOutageIsAnOutageAndMoreCertainWithReports() throws {
        func world(_ check: Check, _ time: Double) -> Finds {
            check.component == .chat && time > 300 ? .failed(.chatTimeout) : .well
        }
        let quiet = try #require(run([], world: world).last?.conclusion.scopes[.consumer])
        let loud = try #require(run([(.reportSurge, nil)], world: world).last?.conclusion.scopes[.consumer])
        #expect((quiet.verdict, loud.verdict) == (.whatsAppOutage, .whatsAppOutage))
        #expect(loud.confidence > quiet.confidence)
        #expect(loud.evidence.contains { $0.kind == .reports && $0.weight > 0 })
    }

    @Test func oursIsOursWhateverPeopleSay() throws {
        let seen = run([(.reportSurge, nil), (.deliveryDrop, nil)]) { check, time in
            time > 300 ? .failed(check.control == .gateway ? .noRoute : .networkUnreachable) : .well
        }
        #expect(try #require(seen.last?.conclusion.scopes[.consumer]).verdict == .localNetwork)
    }
}
