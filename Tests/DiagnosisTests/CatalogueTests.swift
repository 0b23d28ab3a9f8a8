import Probing
import Testing
import WhatsApp

@testable import Diagnosis

/// Hard faults as the default catalogue's intervals show them.
@Suite struct CatalogueTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var consumer: Verdict
        var business: Verdict
        var passing: Set<Verdict> = []
        /// The longest interval among the checks that have to speak.
        var interval = 60.0
        var world: @Sendable (Check) -> Finds
    }

    private static let faults = [
        Fault(testDescription: "all of WhatsApp", consumer: .whatsAppOutage, business: .whatsAppOutage) { check in
            check.isWhatsApp ? .failed(check.component == .dnsAuthority ? .dnsTimeout : .connectTimeout) : .well
        },
        Fault(testDescription: "chat", consumer: .whatsAppOutage, business: .ok) { check in
            check.component == .chat ? .failed(.chatTimeout) : .well
        },
        Fault(testDescription: "web", consumer: .whatsAppOutage, business: .ok) { check in
            check.component == .web ? .failed(.httpServerError) : .well
        },
        Fault(testDescription: "media", consumer: .whatsAppOutage, business: .ok) { check in
            check.component == .media ? .failed(.httpServerError) : .well
        },
        Fault(testDescription: "business API", consumer: .ok, business: .whatsAppOutage) { check in
            check.component == .businessAPI ? .failed(.httpServerError) : .well
        },
        Fault(testDescription: "line", consumer: .localNetwork, business: .localNetwork) { check in
            .failed(check.control == .gateway ? .gatewaySilent : check.isNamed ? .dnsTimeout : .connectTimeout)
        },
        Fault(testDescription: "resolver", consumer: .localDNS, business: .localDNS) { check in
            check.isNamed ? .failed(.dnsServfail, opinion: check.isWhatsApp ? .works : nil) : .well
        },
        Fault(testDescription: "chat's usual port", consumer: .edgePartial, business: .ok, interval: 120) { check in
            check.target.name == "chat_ip4" ? .failed(.connectTimeout) : .well
        },
        Fault(testDescription: "one host of media", consumer: .edgePartial, business: .ok, interval: 120) { check in
            check.target.name == "media_static" ? .failed(.httpServerError) : .well
        },
        Fault(testDescription: "the rarest check", consumer: .edgePartial, business: .ok, interval: 300) { check in
            check.target.name == "chat_5222" ? .failed(.connectTimeout) : .well
        },
        Fault(
            testDescription: "all of Meta", consumer: .metaWide, business: .metaWide, passing: [.whatsAppOutage], interval: 80,
            world: { check in
                guard check.isWhatsApp else { return .well }
                return check.component == .dnsAuthority
                    ? .failed(.dnsTimeout) : .failed(.dnsServfail, opinion: .fails(.dnsServfail))
            }),
    ]

    /// Two intervals to name it and three to be over it, and nothing else on the way.
    @Test(arguments: faults, 1...5 as ClosedRange<UInt64>) func isNamedAndOverInTime(_ fault: Fault, seed: UInt64) {
        let (begin, end) = (1800.0 + Double(seed) * 37, 5400.0 + Double(seed) * 41)
        var diagnosis = Diagnosis(expected: Estate.catalogue)
        var complaints: [String] = []
        let observations = Timeline.observations(seconds: 7200, seed: seed, targets: Estate.catalogue) { check, time in
            (begin..<end).contains(time) ? fault.world(check) : .well
        }
        for observation in observations {
            diagnosis.observe(observation)
            let time = observation.at - Timeline.start
            for (scope, scoped) in diagnosis.conclude(at: observation.at).scopes {
                let right = scope == .consumer ? fault.consumer : fault.business
                let isDue = begin + 2 * fault.interval + 10 < time && time < end
                let isOver = time > end + 3 * fault.interval
                let isAllowed = scoped.verdict == right || scoped.verdict == .ok || fault.passing.contains(scoped.verdict)
                if isDue && scoped.verdict != right || isOver && scoped.verdict != .ok || !isAllowed && time > 310 {
                    complaints.append(
                        "\(scope) at \(Int(time - begin)) (\(Int(time - end))) s: \(scoped.verdict) \(scoped.sentence)")
                }
            }
        }
        #expect(complaints.isEmpty, "\(complaints.count), such as \(complaints.prefix(2))")
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>) func halfOfOneEdgeLostIsFound(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var diagnosis = Diagnosis(expected: Estate.catalogue)
        var named: [Double] = []
        var changes = 0
        var last = Verdict.ok
        let observations = Timeline.observations(seconds: 7200, seed: seed, targets: Estate.catalogue) { check, time in
            let isHit = check.target.name == "chat_ip4" && time > 1800 && Bool.random(using: &generator)
            return isHit ? .failed(.connectTimeout) : .well
        }
        for observation in observations {
            diagnosis.observe(observation)
            guard observation.at > Timeline.start + 1800,
                let verdict = diagnosis.conclude(at: observation.at).scopes[.consumer]?.verdict
            else { continue }
            #expect(verdict == .ok || verdict == .edgePartial)
            if verdict == .edgePartial { named.append(observation.at - Timeline.start - 1800) }
            if verdict != last { changes += 1 }
            last = verdict
        }
        print(
            "half lost, seed \(seed): first named after \(named.first ?? -1) s, \(changes) changes in 90 min, named \(named.count * 100 / max(1, observations.count * 3 / 4)) %"
        )
        #expect(named.first.map { $0 < 1800 } == true)
        #expect(changes < 14)
    }
}
