import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

@Suite struct DiagnosisTests {
    private static let start = Timeline.start

    @Test func saysHowManyChecksHaveRunUntilEnoughHave() throws {
        var diagnosis = Diagnosis(expected: Estate.targets)
        let total = Estate.checks.count { $0.component?.scopes.contains(.consumer) == true }
        var seen = 0
        let empty = try #require(diagnosis.conclude(at: Self.start).scopes[.consumer])
        #expect(empty.verdict == .unknown)
        #expect(empty.sentence.hasPrefix("0 of \(total) checks have run"))
        for observation in Timeline.observations(seconds: 60, world: { _, _ in .well }) {
            diagnosis.observe(observation)
            let scoped = try #require(diagnosis.conclude(at: observation.at).scopes[.consumer])
            let component = Estate.checks.first { $0.target.name == observation.target }?.component
            if component?.scopes.contains(.consumer) == true { seen += 1 }
            #expect(scoped.verdict == .ok || scoped.sentence.hasPrefix("\(seen) of \(total) checks have run"))
        }
        let last = try #require(diagnosis.conclude(at: Self.start + 61).scopes[.consumer])
        #expect(last.verdict == .ok)
        #expect(last.since > Self.start)
        #expect(last.sentence.contains("does not prove message delivery"))
    }

    @Test(arguments: [
        ("outage", Verdict.whatsAppOutage), ("network", .localNetwork), ("dns", .localDNS), ("well", .ok),
    ])
    func judgesColdStartWithinTwoIntervals(_ fault: String, verdict: Verdict) {
        let observations = Timeline.observations(seconds: 180, seed: 3) { check, _ in Self.world(fault, check) }
        var diagnosis = Diagnosis(expected: Estate.targets)
        for observation in observations {
            diagnosis.observe(observation)
            let found = diagnosis.conclude(at: observation.at).scopes[.consumer]
            let time = observation.at - Self.start
            #expect(found?.verdict == verdict || time < 131 && found?.verdict == .unknown, "\(time) s: \(found?.sentence ?? "")")
        }
    }

    @Test(arguments: [
        ("outage", Verdict.whatsAppOutage), ("network", .localNetwork), ("dns", .localDNS), ("well", .ok),
    ])
    func judgesOneRoundAtOnce(_ fault: String, verdict: Verdict) {
        var diagnosis = Diagnosis(expected: Estate.targets, hysteresis: .immediate)
        for observation in Timeline.observations(seconds: 60, world: { check, _ in Self.world(fault, check) }) {
            diagnosis.observe(observation)
        }
        let conclusion = diagnosis.conclude(at: Self.start + 71)
        #expect(conclusion.scopes[.consumer]?.verdict == verdict)
        #expect(conclusion.scopes[.business]?.verdict == verdict)
        // Where the trouble is ours, nobody can tell from here how WhatsApp's parts stand.
        let expected: [Blame: ComponentStatus] = [.none: .ok, .whatsapp: .down, .local: .unknown]
        #expect(conclusion.components[.chat] == expected[verdict.blame])
    }

    private static func world(_ fault: String, _ check: Check) -> Finds {
        switch fault {
        case "outage": check.isWhatsApp ? .failed(.connectTimeout) : .well
        case "network": check.control == .gateway ? .failed(.noRoute) : .failed(.networkUnreachable)
        case "dns": check.isNamed ? .failed(.dnsServfail, opinion: check.isWhatsApp ? .works : nil) : .well
        default: .well
        }
    }

    @Test func oneFlappingTargetIsNoOutage() {
        let observations = Timeline.observations(seconds: 7200) { check, time in
            check.target.name == "chat-5222" && Int(time / 60) % 3 != 0 ? .failed(.connectTimeout) : .well
        }
        var changes = 0
        var verdict = Verdict.unknown
        var diagnosis = Diagnosis(expected: Estate.targets)
        for observation in observations {
            diagnosis.observe(observation)
            let found = diagnosis.conclude(at: observation.at).scopes[.consumer]?.verdict ?? .unknown
            #expect([.unknown, .ok, .edgePartial].contains(found))
            if found != verdict { changes += 1 }
            verdict = found
        }
        #expect(verdict == .edgePartial)
        #expect(changes == 2)
    }

    @Test func singleFailuresChangeNothing() {
        var generator = SeededGenerator(seed: 7)
        var diagnosis = Diagnosis(expected: Estate.targets)
        var last: [String: Double] = [:]
        let observations = Timeline.observations(seconds: 7200) { check, time in
            let name = "\(check.target.name) \(check.family?.rawValue ?? "")"
            guard Int.random(in: 0..<20, using: &generator) == 0, time - last[name, default: -.infinity] > 180 else {
                return .well
            }
            last[name] = time
            return .failed(FailureReason.allCases.randomElement(using: &generator) ?? .other)
        }
        for observation in observations {
            diagnosis.observe(observation)
            let verdict = diagnosis.conclude(at: observation.at).scopes[.consumer]?.verdict
            #expect(verdict == .ok || observation.at < Self.start + 120)
        }
    }

    @Test func oldResultsAreForgotten() {
        var diagnosis = Diagnosis(expected: Estate.targets)
        for observation in Timeline.observations(seconds: 120, world: { _, _ in .well }) { diagnosis.observe(observation) }
        #expect(diagnosis.conclude(at: Self.start + 120).scopes[.consumer]?.verdict == .ok)
        let late = diagnosis.conclude(at: Self.start + 120 + 181)
        #expect(late.scopes[.consumer]?.verdict == .unknown)
        #expect(late.components[.chat] == .unknown)
    }

    @Test func survivesAStepOfTheClock() {
        var diagnosis = Diagnosis(expected: Estate.targets)
        func run(_ step: Double, _ world: (Check, Double) -> Finds) -> Verdict? {
            var verdict: Verdict?
            for var observation in Timeline.observations(seconds: 240, world: world) {
                observation.at += step
                diagnosis.observe(observation)
                verdict = diagnosis.conclude(at: observation.at).scopes[.consumer]?.verdict
            }
            return verdict
        }
        #expect(run(0) { _, _ in .well } == .ok)
        #expect(run(-3600) { check, _ in check.component == .chat ? .failed(.chatTimeout) : .well } == .whatsAppOutage)
        #expect(run(86400) { _, _ in .well } == .ok)
        #expect(run(-86400) { _, _ in .failed(.networkUnreachable) } == .localNetwork)
    }

    @Test func sinceIsWhenTheVerdictCameIntoForce() throws {
        var diagnosis = Diagnosis(expected: Estate.targets)
        var changed: Double?
        for observation in Timeline.observations(
            seconds: 1200, world: { check, time in check.component == .web && time > 600 ? .failed(.httpServerError) : .well })
        {
            diagnosis.observe(observation)
            let scoped = try #require(diagnosis.conclude(at: observation.at).scopes[.consumer])
            if scoped.verdict == .whatsAppOutage {
                changed = changed ?? observation.at
                #expect(scoped.since == changed)
            }
        }
        #expect(changed != nil)
    }

    @Test func ignoresStrangersAndBadTimes() {
        var diagnosis = Diagnosis(expected: Estate.targets)
        for time in [Double.nan, .infinity, -.infinity] {
            diagnosis.observe(Observation(target: "web", family: .ip4, at: time, failure: .httpServerError))
        }
        diagnosis.observe(Observation(target: "nobody", at: Self.start, failure: .other))
        diagnosis.observe(Observation(target: "registration", family: .ip6, at: Self.start, failure: .other))
        #expect(diagnosis.conclude(at: Self.start).scopes[.consumer]?.sentence.hasPrefix("0 of") == true)
    }

    @Test func keepsWhatItKnowsOfTargetsThatStay() {
        var diagnosis = Diagnosis(expected: Estate.targets)
        for observation in Timeline.observations(seconds: 120, world: { _, _ in .well }) { diagnosis.observe(observation) }
        diagnosis.expect(Estate.targets.filter { $0.role != .component(.businessAPI) && $0.role != .component(.dnsAuthority) })
        let conclusion = diagnosis.conclude(at: Self.start + 121)
        #expect(conclusion.scopes[.consumer]?.verdict == .ok)
        #expect(conclusion.scopes[.business]?.sentence == "No check of the business side is configured.")
        #expect(conclusion.components[.businessAPI] == .unknown)
    }

    @Test func doesNotBlameWithoutControls() {
        let targets = Estate.targets.filter { if case .component = $0.role { true } else { false } }
        var diagnosis = Diagnosis(expected: targets)
        let observations = Timeline.observations(seconds: 1200, targets: targets) { check, time in
            check.component == .chat && time > 300 ? .failed(.chatTimeout) : .well
        }
        for observation in observations {
            diagnosis.observe(observation)
            let scoped = diagnosis.conclude(at: observation.at).scopes[.consumer]
            #expect(scoped?.verdict == .ok || scoped?.verdict == .unknown)
        }
        let scoped = diagnosis.conclude(at: Self.start + 1200).scopes[.consumer]
        #expect(scoped?.verdict == .unknown)
        #expect(scoped?.evidence.isEmpty == false)
    }

    @Test func keepsBothSidesOfConflictingEvidence() throws {
        var diagnosis = Diagnosis(expected: Estate.targets)
        // Most controls are gone while most of WhatsApp answers: neither the network nor WhatsApp can be blamed.
        let observations = Timeline.observations(seconds: 1200) { check, time in
            let isGone = check.component == .registration || check.control != nil && check.target.name != "debian.org"
            return isGone && time > 300 ? .failed(.connectTimeout) : .well
        }
        for observation in observations {
            diagnosis.observe(observation)
            let verdict = diagnosis.conclude(at: observation.at).scopes[.consumer]?.verdict
            #expect(verdict == .ok || verdict == .unknown)
        }
        let scoped = try #require(diagnosis.conclude(at: Self.start + 1211).scopes[.consumer])
        #expect(scoped.verdict == .unknown)
        #expect(Set(scoped.evidence.map(\.side)).isSuperset(of: [.whatsapp, .neutral]))
    }

    @Test func replaysADayQuickly() {
        for (name, isBad) in [("well", false), ("outage", true)] {
            let observations = Timeline.observations(seconds: 86400) { check, _ in
                isBad && check.isWhatsApp ? .failed(.connectTimeout) : .well
            }
            var diagnosis = Diagnosis(expected: Estate.targets)
            var verdicts: Set<Verdict> = []
            let took = ContinuousClock().measure {
                for observation in observations {
                    diagnosis.observe(observation)
                    if let verdict = diagnosis.conclude(at: observation.at).scopes[.consumer]?.verdict {
                        verdicts.insert(verdict)
                    }
                }
            }
            print("A day of \(observations.count) observations (\(name)): \(took)")
            #expect(verdicts == [.unknown, isBad ? .whatsAppOutage : .ok])
        }
    }
}
