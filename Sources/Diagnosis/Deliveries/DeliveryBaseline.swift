/// The share of messages that is normally delivered in time, by hour of the week.
struct DeliveryBaseline: Sendable {
    /// What to expect now.
    struct Expectation: Sendable, Equatable {
        var share: Double
        /// The standard deviation of shares of about ``DeliveryBaseline/lessonMessages`` messages.
        var spread: Double
    }

    /// How far an hour's share may lie from another's while no hour is known.
    static let unknownSpread = 0.1
    /// Deliveries told of later than this are not waited for.
    private static let finalSeconds = 600.0
    /// The messages of a lesson: with fewer, chance would be most of it.
    private static let lessonMessages = 100
    private static let leastLessonMessages = 20
    private static let longestLessonSlots = 60
    private static let oldestLessonSlots = 240

    private var table = SeasonTable(.shares)
    private var pace = LearningPace()
    private var lesson = SendingRing.Pool()
    private var lessonSlots = 0
    /// The last slot learnt from.
    private var learntTo = 0

    init() {}

    /// Learns from the slots that are final by now.
    mutating func learn(from ring: SendingRing, to time: Double, waitSeconds: Double, isAnomalous: Bool) {
        guard let last = Bucket.number(at: time - waitSeconds - Self.finalSeconds, widthSeconds: SendingRing.slotSeconds)
        else { return }
        // A clock that was put back: what was learnt stays.
        if learntTo == 0 || learntTo > last { learntTo = last }
        learntTo = max(learntTo, last - SendingRing.slotCount)
        while learntTo < last {
            lesson.add(ring[learntTo])
            lessonSlots += 1
            learntTo += 1
            finishLesson(isAnomalous: isAnomalous)
        }
    }

    private mutating func finishLesson(isAnomalous: Bool) {
        let isLongEnough = lessonSlots >= Self.longestLessonSlots && lesson.sent >= Self.leastLessonMessages
        if lesson.sent >= Self.lessonMessages || isLongEnough, let share = lesson.share {
            let (hour, time) = (learntTo * SendingRing.slotSeconds / 3600, Double(learntTo * SendingRing.slotSeconds))
            let (hours, caution) = pace.step(to: time, isAnomalous: isAnomalous)
            table.learn(Float(share.point), hour: hour, hours: hours, caution: caution)
        } else if lessonSlots < Self.oldestLessonSlots {
            return
        }
        (lesson, lessonSlots) = (SendingRing.Pool(), 0)
    }

    /// What to expect at a time; `nil` while too little is known.
    func expectation(at time: Double) -> Expectation? {
        guard let hour = Bucket.number(at: time, widthSeconds: 3600), let (cell, basis) = table.expected(hour: hour)
        else { return nil }
        return Expectation(
            share: min(max(Double(cell.location), 0), 1), spread: max(Double(cell.spread), Self.leastSpread(basis)))
    }

    /// What must be reckoned with before it was seen: by night, phones are off.
    private static func leastSpread(_ basis: BaselineBasis) -> Double {
        switch basis {
        case .hourOfWeek: 0.03
        case .hourOfDay: 0.05
        case .allHours: unknownSpread
        }
    }

    func write(into writer: inout SnapshotWriter) {
        table.write(into: &writer)
        writer.write(variable: UInt64(learntTo))
    }

    init?(from reader: inout SnapshotReader) {
        guard let table = SeasonTable(.shares, from: &reader), let learntTo = reader.variable(), learntTo < 1 << 32
        else { return nil }
        self.table = table
        self.learntTo = Int(learntTo)
    }
}
