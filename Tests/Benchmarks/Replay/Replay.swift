import Diagnosis
import Probing
import WhatsApp
import Wire

/// Years of probes through a diagnosis, and what they cost.
struct Replay {
    private static let intervalSeconds = 60.0
    private static let start = 1_700_000_000.0
    private static let outageHours = 2
    private static let hoursBetween = 28 * 24
    private static let checkCount = 30

    private let clock = ContinuousClock()
    private var random = UInt64(1)
    private var diagnosis: Diagnosis
    private let checks: [Diagnosis.Check]
    private let address = IPAddress("157.240.23.53")
    private var verdicts: [Int] = Array(repeating: 0, count: Verdict.allCases.count)
    private var spent = (well: Duration.zero, outage: Duration.zero)
    private var counts = (well: 0, outage: 0)
    private var worst = Duration.zero

    init() {
        let parts = Component.allCases.flatMap { part in (0..<2).map { ("\(part.rawValue)_\($0)", Role.component(part)) } }
        let kinds: [Control] = [.address, .site, .resolver]
        let controls = (parts.count..<Self.checkCount).map { ("control_\($0)", Role.control(kinds[$0 % kinds.count])) }
        let targets = (parts + controls).map { name, role in
            ExpectedTarget(name: name, role: role, intervalSeconds: Self.intervalSeconds, host: "\(role).test")
        }
        let diagnosis = Diagnosis(expected: targets)
        checks = targets.compactMap { diagnosis.check(of: $0.name, over: nil) }
        self.diagnosis = diagnosis
    }

    mutating func run(days: Int) {
        for minute in 0..<days * 1440 {
            let hour = minute / 60
            let isOutage = hour % Self.hoursBetween < Self.outageHours
            let begin = clock.now
            for index in checks.indices {
                // Reading the clock costs as much as a quiet observation: it is read for each only where that matters.
                let before = isOutage ? clock.now : begin
                observe(index, minute: minute, isFailed: isOutage && isOut(index, number: hour / Self.hoursBetween) || isLost())
                if isOutage { worst = max(worst, clock.now - before) }
            }
            if isOutage {
                spent.outage += clock.now - begin
                counts.outage += checks.count
            } else {
                spent.well += clock.now - begin
                counts.well += checks.count
            }
        }
    }

    private mutating func observe(_ index: Int, minute: Int, isFailed: Bool) {
        let time = Self.start + (Double(minute) + Double(index) / Double(checks.count)) * Self.intervalSeconds
        var observation = Observation(target: "", at: time, durationSeconds: 0.1, address: address, naming: .dns)
        if isFailed {
            observation.failure = .connectTimeout
            observation.detail = "nothing answered within ten seconds"
        }
        diagnosis.observe(observation, of: checks[index])
        let verdict = diagnosis.conclude(at: time).scopes[.consumer]?.verdict
        if let place = verdict.flatMap(Verdict.allCases.firstIndex) { verdicts[place] += 1 }
    }

    /// All of WhatsApp, one component, everything: one in four weeks, in turn.
    private func isOut(_ index: Int, number: Int) -> Bool {
        switch number % 3 {
        case 0: index < Component.allCases.count * 2
        case 1: index / 2 == 0
        default: true
        }
    }

    /// SplitMix64, so that every run is the same.
    private mutating func isLost() -> Bool {
        random &+= 0x9e37_79b9_7f4a_7c15
        var z = random
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return (z ^ (z >> 31)) % 1000 < 5
    }

    var summary: String {
        let total = spent.well + spent.outage
        let each = total / (counts.well + counts.outage)
        let eachOfOutages = spent.outage / max(counts.outage, 1)
        let seen = zip(Verdict.allCases, verdicts).filter { $0.1 > 0 }.map { "\($0.rawValue) \($1)" }.joined(separator: ", ")
        return """
            \(counts.well + counts.outage) observations of \(checks.count) checks in \(total), \(each) each
            \(counts.outage) of them in outages, \(eachOfOutages) each, the worst \(worst)
            verdicts: \(seen)
            """
    }
}
