import Diagnosis

/// Years of reports of one population through a detector.
struct Trial {
    /// What happens beside the normal.
    enum Event {
        case none
        /// A few sources that send many reports.
        case brigade
        /// So many times as many as are normal, for an hour.
        case rise(times: Double)
    }

    private static let learningWeeks = 5
    private static let eventMinutes = 60
    private static let minuteSeconds = 60.0
    /// A Monday.
    private static let start = 1_699_833_600.0

    private(set) var falseSurges = 0
    private(set) var falseOfBrigades = 0
    private(set) var brigades = 0
    private(set) var days = 0
    /// Of each rise, what was normal then, in reports an hour, and after how many seconds it was found; `nil` for never.
    private(set) var rises: [(perHour: Double, delay: Double?)] = []

    private var population: Population
    private var draws: Draws
    private var detector = SurgeDetector()
    private var times: [Double] = []

    init(_ population: Population, seed: UInt64) {
        self.population = population.seeded(seed)
        draws = Draws(seed: seed &+ 77)
    }

    /// Five weeks to learn, then so many more with one event in each stretch of so many hours.
    mutating func run(weeks: Int, event: Event, everyHours: Int) {
        let first = Self.learningWeeks * 10_080
        let end = first + weeks * 10_080
        var eventStart = first
        var sources: [UInt64] = []
        var found: Double?
        var perHour = 0.0
        var wasSurging = false
        var recovery = 0
        for minute in 0..<end {
            let time = Self.start + Double(minute) * Self.minuteSeconds
            if minute >= first, (minute - first) % (everyHours * 60) == 0 {
                let room = everyHours * 60 - 3 * Self.eventMinutes
                eventStart = minute + Int(draws.unit() * Double(room))
            }
            let isEvent = minute >= first && (eventStart..<eventStart + Self.eventMinutes).contains(minute)
            let usual = population.rate(minute: minute)
            var rate = usual
            if isEvent, case .rise(let times) = event { rate *= times }
            report(rate, from: time)
            if isEvent, case .brigade = event {
                if minute == eventStart { sources = (0..<(1 + Int(draws.unit() * 3))).map { _ in draws.next() } }
                for _ in 0..<60 { detector.observe(source: sources.randomElement(using: &draws) ?? 0, at: time + 60 * draws.unit()) }
            }
            detector.advance(to: time + Self.minuteSeconds)
            guard minute >= first else { continue }
            if minute == eventStart { (found, perHour) = (nil, usual) }
            let isSurging = detector.reading.isSurging
            let began = isSurging && !wasSurging
            wasSurging = isSurging
            switch event {
            case .rise:
                if isEvent, isSurging, found == nil { found = Double(minute + 1 - eventStart) * 60 }
                if minute == eventStart + Self.eventMinutes - 1 {
                    rises.append((perHour, found))
                    recovery = minute + 30
                }
                if began, !isEvent, minute > recovery { falseSurges += 1 }
            case .brigade:
                if minute == eventStart { brigades += 1 }
                if began { (isEvent ? (falseOfBrigades += 1) : (falseSurges += 1)) }
            case .none:
                if began { falseSurges += 1 }
            }
        }
        days += weeks * 7
    }

    private mutating func report(_ perHour: Double, from time: Double) {
        times.removeAll(keepingCapacity: true)
        for _ in 0..<draws.poisson(perHour / 60) { times.append(time + 60 * draws.unit()) }
        times.sort()
        for time in times { detector.observe(source: draws.next(), at: time) }
    }
}
