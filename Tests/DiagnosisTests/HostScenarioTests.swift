import Probing
import Testing
import WhatsApp

@testable import Diagnosis

/// A host in trouble: as the cause of what fails, and as a bystander.
@Suite struct HostScenarioTests {
    struct Strain: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var kind: Evidence.Kind
        var verdict: Verdict
        var says: String
        /// How such a host's probes fail, and how many of ten.
        var reason: FailureReason
        var tenths: Int
        var change: @Sendable (inout HostReading, UInt64) -> Void
    }

    private static let strains = [
        Strain(
            testDescription: "interface erring", kind: .interface, verdict: .localNetwork, says: "eth0 lost",
            reason: .connectTimeout,
            tenths: 8
        ) { reading, step in reading.interfaces?[0].receiveErrors = 12 + 3000 * step },
        Strain(
            testDescription: "interface down", kind: .interface, verdict: .localNetwork, says: "eth0 is down",
            reason: .networkUnreachable,
            tenths: 10
        ) { reading, _ in (reading.interfaces, reading.defaultRoutes) = ([.init("eth0", isUp: false)], 0) },
        Strain(
            testDescription: "no route", kind: .gateway, verdict: .localNetwork, says: "no default route",
            reason: .networkUnreachable,
            tenths: 10
        ) { reading, _ in reading.defaultRoutes = 0 },
        Strain(
            testDescription: "lossy line", kind: .retransmits, verdict: .localNetwork, says: "TCP segments again",
            reason: .tlsTimeout,
            tenths: 8
        ) { reading, step in reading.segmentsRetransmitted = 5000 + 900 * step },
        Strain(
            testDescription: "SYNs dropped", kind: .synDrops, verdict: .localHost, says: "SYNs", reason: .connectTimeout,
            tenths: 8
        ) { reading, step in reading.synRetransmits = 900 + 900 * step },
        Strain(
            testDescription: "CPU stalled", kind: .cpuStall, verdict: .localHost, says: "for a processor 96 %",
            reason: .tlsTimeout, tenths: 8
        ) { reading, _ in reading.cpuStallRatio = 0.96 },
        Strain(
            testDescription: "memory stalled", kind: .memoryStall, verdict: .localHost, says: "for memory 60 %",
            reason: .httpTimeout,
            tenths: 8
        ) { reading, _ in reading.memoryStallRatio = 0.6 },
        Strain(
            testDescription: "conntrack full", kind: .conntrack, verdict: .localHost, says: "tracked connections is 100 % full",
            reason: .connectTimeout, tenths: 8
        ) { reading, _ in reading.conntrackEntries = 262_144 },
        Strain(
            testDescription: "backlog overflowing", kind: .backlogDrops, verdict: .localHost, says: "packets that arrived",
            reason: .connectTimeout, tenths: 8
        ) { reading, step in reading.backlogDrops = 40 + 1500 * step },
        Strain(
            testDescription: "TCP out of memory", kind: .sockets, verdict: .localHost, says: "of the memory it may",
            reason: .tlsTimeout, tenths: 8
        ) { reading, _ in reading.tcpMemoryPages = 90_500 },
        Strain(
            testDescription: "descriptors out", kind: .descriptors, verdict: .localHost, says: "file descriptors are in use",
            reason: .localResources, tenths: 10
        ) { reading, _ in reading.descriptors = 1024 },
    ]

    private static let fault = 900.0..<2700.0

    /// Every conclusion with its time from the fault's beginning, from two intervals before it on.
    private func play(
        _ strain: Strain, seed: UInt64, world: @escaping (Check, inout SeededGenerator) -> Finds
    ) -> [(time: Double, conclusion: Conclusion)] {
        var generator = SeededGenerator(seed: seed)
        var diagnosis = Diagnosis(expected: Estate.catalogue)
        var seen: [(Double, Conclusion)] = []
        var sampling = 0
        let observations = Timeline.observations(seconds: 3600, seed: seed, targets: Estate.catalogue) { check, time in
            Self.fault.contains(time) ? world(check, &generator) : .well
        }
        for observation in observations {
            let time = observation.at - Timeline.start
            while Double(sampling) * 15 <= time {
                var reading = HostSignsTests.healthy(sampling)
                let begin = Int(Self.fault.lowerBound / 15)
                if Self.fault.contains(Double(sampling) * 15) { strain.change(&reading, UInt64(sampling - begin + 1)) }
                diagnosis.observe(reading)
                sampling += 1
            }
            diagnosis.observe(observation)
            if time > Self.fault.lowerBound - 120 {
                seen.append((time - Self.fault.lowerBound, diagnosis.conclude(at: observation.at)))
            }
        }
        return seen
    }

    @Test(arguments: strains, [1, 2, 3] as [UInt64]) func isNamedAsTheCause(_ strain: Strain, seed: UInt64) {
        var complaints: [String] = []
        var named = 0
        var due = 0
        for (time, conclusion) in play(
            strain, seed: seed,
            world: { check, generator in
                let isHit = Int.random(in: 0..<10, using: &generator) < strain.tenths && check.control != .gateway
                return isHit ? .failed(strain.reason) : .well
            })
        {
            guard let scoped = conclusion.scopes[.consumer] else { continue }
            if scoped.verdict.blame == .whatsapp { complaints.append("\(Int(time)) s: \(scoped.sentence)") }
            guard (300..<1800).contains(time) else { continue }
            due += 1
            guard scoped.verdict == strain.verdict else { continue }
            named += 1
            let isSaid =
                scoped.sentence.contains(strain.says) && scoped.evidence.contains { $0.kind == strain.kind && $0.side == .local }
            let isBounded =
                scoped.extent.firstFailureAt != nil && !scoped.extent.components.isEmpty && !scoped.extent.reasons.isEmpty
            if !isSaid || !isBounded { complaints.append("\(Int(time)) s: \(scoped.sentence) \(scoped.extent)") }
        }
        #expect(complaints.isEmpty, "\(complaints.count), such as \(complaints.prefix(3))")
        #expect(named * 10 >= due * 9, "\(named) of \(due)")
    }

    @Test(arguments: strains, [1, 2, 3] as [UInt64]) func isABystanderOfAnOutage(_ strain: Strain, seed: UInt64) {
        var complaints: [String] = []
        for (time, conclusion) in play(
            strain, seed: seed,
            world: { check, _ in
                guard check.isWhatsApp else { return .well }
                return .failed(
                    check.component == .dnsAuthority ? .dnsTimeout : check.component == .chat ? .chatTimeout : .connectTimeout)
            }) where (135..<1800).contains(time)
        {
            guard let scoped = conclusion.scopes[.consumer] else { continue }
            let isTold = scoped.evidence.contains { $0.kind == strain.kind }
            if scoped.verdict != .whatsAppOutage || !isTold { complaints.append("\(Int(time)) s: \(scoped.sentence)") }
        }
        #expect(complaints.isEmpty, "\(complaints.count), such as \(complaints.prefix(3))")
    }

    @Test(arguments: strains) func makesNoVerdictWhileEverythingAnswers(_ strain: Strain) {
        for (_, conclusion) in play(strain, seed: 4, world: { _, _ in .well }) {
            #expect(conclusion.scopes.values.allSatisfy { $0.verdict == .ok && $0.extent == Extent() })
        }
    }

    /// Mild signs, each with a reason it might be blamed for: told, and no more.
    private static let bystanders = [
        Strain(
            testDescription: "connections reset", kind: .resets, verdict: .whatsAppOutage, says: "end in a reset",
            reason: .connectionReset, tenths: 10
        ) { reading, step in
            reading.connectionsReset = (reading.connectionsReset ?? 0) + 900 * step
        },
        Strain(
            testDescription: "ports taken", kind: .sockets, verdict: .whatsAppOutage, says: "ports for outgoing connections",
            reason: .connectTimeout, tenths: 10
        ) { reading, _ in (reading.tcpSockets, reading.tcpTimeWait) = (2000, 40_300) },
    ]

    @Test(arguments: bystanders, [1, 2] as [UInt64]) func aMildSignIsToldAndBlamedForNothing(_ strain: Strain, seed: UInt64) {
        var complaints: [String] = []
        let seen = play(strain, seed: seed) { check, _ in check.isWhatsApp ? .failed(strain.reason) : .well }
        for (time, conclusion) in seen where (200..<1800).contains(time) {
            guard let scoped = conclusion.scopes[.consumer] else { continue }
            let isTold = scoped.evidence.contains { $0.kind == strain.kind && $0.text.contains(strain.says) }
            if scoped.verdict != strain.verdict || !isTold { complaints.append("\(Int(time)) s: \(scoped.sentence)") }
        }
        #expect(complaints.isEmpty, "\(complaints.count), such as \(complaints.prefix(3))")
        // While controls fail alike, and while nothing does.
        for (_, conclusion) in play(strain, seed: seed, world: { _, _ in .well }) {
            #expect(conclusion.scopes.values.allSatisfy { $0.verdict == .ok })
        }
    }

    @Test func lowersTheConfidenceOfBlamingWhatsApp() throws {
        let busy = try #require(Self.strains.first { $0.kind == .cpuStall })
        var idle = busy
        idle.change = { _, _ in }
        let confidences = [busy, idle].map { strain in
            play(strain, seed: 5) { check, _ in check.component == .chat ? .failed(.chatTimeout) : .well }
                .last { $0.time < 1800 }?.conclusion.scopes[.consumer]?.confidence ?? 0
        }
        #expect(confidences[0] < confidences[1] && confidences[0] >= Weighing.leastConfidence, "\(confidences)")
    }
}
