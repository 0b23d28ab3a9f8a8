/// Tells whether the reports of one symptom are far more than usual at this hour of the week.
///
/// What counts is how many sources reported within ten minutes. That is a surge when a surge explains it far better than chance or a
/// holiday does, and when it does not all come from one short stretch. What is normal is learnt by the hour of the week and corrected
/// by how the last hours were (Fricker et al. 2008: residuals of a forecast that adapts find more than fixed limits do); counts
/// scatter as a negative binomial's. Until a day is known, ``ColdStart`` holds.
package struct SurgeDetector: Sendable {
    package var settings: SurgeSettings

    static let version: UInt8 = 1
    /// What is normal is learnt by parts of an hour as long as a window.
    private static let blockHours = 1 / 6.0
    /// Not having been called for longer, nobody watched.
    private static let longestStepSeconds = 300.0
    /// A clock that goes back by no more than this stands still; by more, it was wrong before.
    private static let slackSeconds = 60.0
    /// It is over when this long nothing was raised any more.
    private static let clearSeconds = 300.0
    /// A surge that lasts longer is what is normal from then on.
    private static let longestSeconds = 86_400.0
    /// Never having heard of a symptom is no proof that nobody ever has it.
    private static let leastMean = 0.1
    /// After a quiet day, an ordinary one is no surge either.
    private static let leastLevel = 0.75
    /// So many times the usual may be a holiday; more where it is not known whether this day of the week is busier.
    private static let holidayRatios = (known: 2.5, unknown: 2.9)
    /// That a holiday has begun in the last hours, or another change of level: ln of 1/1000 and 1/10,000. By night the day is new;
    /// by day, its level is known.
    private static let logHolidayOdds = (night: -6.9, day: -9.2)
    /// What is left of a surge, or is about to be one, moves what is normal no further than a holiday would.
    private static let mostLearnt = (ratio: 3.0, reports: 5.0)
    /// 1970 to 33658.
    static let times = 0.0...1e12

    var now: Double?
    var window = SourceWindow()
    var rates = ReportRates()
    var recent = RecentReports()
    var bursts = ReportBursts()
    /// Whether the block that goes on was watched from its beginning.
    var isBlockWhole = false
    /// The last block that ended; it is learnt from once it is known that no surge began in it.
    var lastBlock: (end: Double, reports: Double)?
    var raisedSince: Double?
    var calmSince: Double?
    /// When the surge that lasts began, in Unix seconds; cheaper than ``reading``.
    package internal(set) var since: Double?

    package init(_ settings: SurgeSettings = SurgeSettings()) {
        self.settings = settings
    }

    /// Takes in a report that counts.
    /// - Parameters:
    ///   - source: where it comes from: many reports of one source count as one for ten minutes.
    ///   - time: Unix seconds; one more than ten minutes ago is passed over.
    package mutating func observe(source: UInt64, at time: Double) {
        guard Self.times.contains(time) else { return }
        if time > now ?? -1 { advance(to: time) }
        window.add(source, in: Self.bin(at: time))
    }

    /// Goes on to a time, in Unix seconds; silence is learnt from, too.
    ///
    /// To be called every 5 minutes or more often: longer silence counts as time in which nobody watched. A clock that is put back is
    /// followed, and what the window held is forgotten.
    package mutating func advance(to time: Double) {
        guard Self.times.contains(time) else { return }
        let last = now ?? -.infinity
        if time < last {
            guard last - time > Self.slackSeconds else { return }
            startOver(at: time)
        } else if time - last > Self.longestStepSeconds {
            if time - last > SurgeReading.windowSeconds { since = nil }
            startOver(at: time)
        } else {
            passBlocks(until: Self.bin(at: time))
        }
        now = time
        judge(at: time)
    }

    /// What is known at the time last gone on to.
    package var reading: SurgeReading {
        var reading = SurgeReading()
        reading.isSurging = since != nil
        reading.since = since
        reading.reports = Double(window.count)
        reading.sources = window.count
        if let now {
            reading.expected = expectation(at: now)?.mean
            let normal = test(at: now).normal
            reading.usual = normal.mean
            reading.score = normal.score(atLeast: window.count)
        }
        return reading
    }

    // MARK: Time

    private static func bin(at time: Double) -> Int { Int(time) / SourceWindow.binSeconds }

    private mutating func startOver(at time: Double) {
        window.advance(to: Self.bin(at: time))
        (isBlockWhole, lastBlock, raisedSince, calmSince) = (false, nil, nil, nil)
        since = since.map { min($0, time) }
    }

    /// Goes on to a bin less than a block ahead.
    private mutating func passBlocks(until bin: Int) {
        let next = (window.newest / SourceWindow.binCount + 1) * SourceWindow.binCount
        if bin >= next {
            // The window is now the block.
            window.advance(to: next - 1)
            endBlock(at: Double(next * SourceWindow.binSeconds))
        }
        window.advance(to: bin)
    }

    // MARK: Learning

    private mutating func endBlock(at end: Double) {
        defer { isBlockWhole = true }
        guard isBlockWhole, since.map({ end - $0 > Self.longestSeconds }) ?? true else {
            lastBlock = nil
            return
        }
        if let lastBlock { learn(lastBlock.reports, until: lastBlock.end) }
        lastBlock = (end, Double(window.count))
    }

    private mutating func learn(_ reports: Double, until end: Double) {
        let middle = end - SurgeReading.windowSeconds / 2
        let usual = rates.expectation(at: middle)
        var reports = reports
        if let normal = expectation(at: end), since == nil {
            reports = min(reports, Self.mostLearnt.ratio * normal.mean + Self.mostLearnt.reports)
            bursts.learn(reports, expected: normal.mean, uncertainty: usual.uncertainty + recent.uncertainty)
        }
        recent.learn(reports, expected: usual.perHour * Self.blockHours, hours: Self.blockHours, at: end)
        rates.learn(reports, hour: Int(middle / 3600), hours: Self.blockHours)
    }

    /// What is normal for the window that ends at a time; `nil` while too little is known.
    private func expectation(at end: Double) -> NegativeBinomial? {
        let usual = rates.expectation(at: end - SurgeReading.windowSeconds / 2)
        guard usual.basis > .nothing else { return nil }
        return NegativeBinomial(
            mean: usual.perHour * Self.blockHours * recent.level,
            dispersion: bursts.dispersion + usual.uncertainty + recent.uncertainty)
    }

    // MARK: Judging

    private mutating func judge(at time: Double) {
        let test = test(at: time)
        guard test.isRaised(window) else {
            raisedSince = nil
            let calm = calmSince ?? time
            calmSince = calm
            if time - calm >= Self.clearSeconds { since = nil }
            return
        }
        calmSince = nil
        let raised = raisedSince ?? time
        raisedSince = raised
        guard since == nil, time - raised >= settings.forSeconds else { return }
        let stretch = min(Int(max(0, min(settings.forSeconds, 1e6))) / SourceWindow.binSeconds, SourceWindow.binCount / 2)
        let share = Double(stretch) / Double(SourceWindow.binCount)
        if test.isSurge(window, lasting: (window.fullest(stretch), share)) {
            (since, lastBlock) = (raised, nil)
        }
    }

    private func test(at time: Double) -> SurgeTest {
        let least = max(settings.leastReports, settings.leastSources, 1)
        guard let normal = expectation(at: time) else {
            return ColdStart.test(hourly: recent.rate(prior: ColdStart.priorPerHour), leastReports: least)
        }
        let middle = time - SurgeReading.windowSeconds / 2
        let usual = rates.expectation(at: middle)
        let holiday = usual.basis == .hourOfWeek ? Self.holidayRatios.known : Self.holidayRatios.unknown
        let level = max(recent.level, Self.leastLevel)
        return SurgeTest(
            normal: NegativeBinomial(mean: max(normal.mean, Self.leastMean), dispersion: normal.dispersion),
            harmless: max(usual.perHour * Self.blockHours * level, Self.leastMean) * holiday,
            logHarmlessOdds: rates.isByDay(middle) ? Self.logHolidayOdds.day : Self.logHolidayOdds.night, leastReports: least)
    }
}
