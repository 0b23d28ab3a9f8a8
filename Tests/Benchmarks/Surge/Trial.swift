import Diagnosis

/// Weeks of reports of one population through a detector that knows nothing at first.
struct Trial {
    /// What happens beside the normal, for an hour each time.
    enum Event {
        /// A few sources that send many reports.
        case brigade
        /// So many times as many reports as are normal.
        case rise(times: Double)
    }

    private static let learningWeeks = 5
    private static let weekMinutes = 10_080
    private static let eventMinutes = 60
    private static let minuteSeconds = 60.0
    /// A Monday.
    private static let start = 1_699_833_600.0

    private(set) var tally = Tally()

    private var population: Population
    private var draws: Draws
    private var detector = SurgeDetector()
    private var times: [Double] = []
    private var brigade: [UInt64] = []
    private var wasSurging = false
    /// Of the event that goes on, when it was found.
    private var found: Double?
    private var usual = 0.0

    init(_ population: Population, seed: UInt64) {
        self.population = population.seeded(seed)
        draws = Draws(seed: seed &+ 77)
    }

    /// Five weeks to learn, then so many more with one event in each stretch of so many hours.
    mutating func run(weeks: Int, event: Event, everyHours: Int) {
        let first = Self.learningWeeks * Self.weekMinutes
        for minute in 0..<first {
            report(population.rate(minute: minute), during: minute)
        }
        var begin = first
        for minute in first..<first + weeks * Self.weekMinutes {
            if (minute - first) % (everyHours * 60) == 0 {
                begin = minute + Int(draws.unit() * Double(everyHours * 60 - 3 * Self.eventMinutes))
            }
            pass(minute, event: (begin..<begin + Self.eventMinutes).contains(minute) ? event : nil, age: minute - begin)
        }
        if case .brigade = event { tally.quietDays += weeks * 7 }
    }

    private mutating func pass(_ minute: Int, event: Event?, age: Int) {
        var rate = population.rate(minute: minute)
        if age == 0 {
            (found, usual) = (nil, rate)
            brigade = (0..<(1 + Int(draws.unit() * 3))).map { _ in draws.next() }
        }
        if case .rise(let times) = event { rate *= times }
        if case .brigade = event { sendMany(during: minute) }
        report(rate, during: minute)
        let isSurging = detector.since != nil
        if let event {
            if isSurging, found == nil { found = Double(age + 1) * Self.minuteSeconds }
            if age == Self.eventMinutes - 1 { close(event) }
        } else if isSurging, !wasSurging {
            tally.falseSurges += 1
        }
        wasSurging = isSurging
    }

    private mutating func close(_ event: Event) {
        switch event {
        case .rise:
            tally.rises.append(Tally.Rise(perHour: usual, delay: found))
        case .brigade:
            tally.brigades += 1
            if found != nil { tally.falseOfBrigades += 1 }
        }
    }

    private mutating func sendMany(during minute: Int) {
        let time = Self.start + Double(minute) * Self.minuteSeconds
        for second in 0..<60 {
            detector.observe(source: brigade[Int(draws.unit() * Double(brigade.count))], at: time + Double(second) / 60)
        }
    }

    private mutating func report(_ perHour: Double, during minute: Int) {
        let time = Self.start + Double(minute) * Self.minuteSeconds
        times.removeAll(keepingCapacity: true)
        for _ in 0..<draws.poisson(perHour / 60) { times.append(time + Self.minuteSeconds * draws.unit()) }
        times.sort()
        for time in times { detector.observe(source: draws.next(), at: time) }
        detector.advance(to: time + Self.minuteSeconds)
    }
}
