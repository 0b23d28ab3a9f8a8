import Testing

@testable import Diagnosis

@Suite struct SurgeClockTests {
    private static func learnt() -> Crowd {
        var crowd = Crowd()
        crowd.pass(minutes: 15 * 1440, reportsPerHour: 60)
        return crowd
    }

    @Test(arguments: [-7200, -30 * 86_400, 3600, 400 * 86_400] as [Double])
    func aClockThatIsPutBackOrForwardMakesNoSurge(_ step: Double) {
        var crowd = Self.learnt()
        crowd.time += step
        for _ in 0..<240 {
            crowd.pass(reportsPerHour: 60)
            #expect(!crowd.detector.reading.isSurging)
        }
        crowd.pass(minutes: 12, reportsPerHour: 400)
        #expect(crowd.detector.reading.isSurging)
    }

    @Test func twoClocksThatDisagreeMakeNoSurge() {
        var crowd = Self.learnt()
        for index in 0..<500 {
            crowd.pass(reportsPerHour: 60)
            crowd.detector.advance(to: crowd.time + (index % 2 == 0 ? 1e6 : -1e6))
            #expect(!crowd.detector.reading.isSurging)
        }
    }

    @Test func aFewSecondsBackAreNoStep() {
        var crowd = Self.learnt()
        let before = crowd.detector.reading
        crowd.detector.advance(to: crowd.time - 30)
        #expect(crowd.detector.reading == before)
    }

    @Test(arguments: [.nan, .infinity, -.infinity, -1, 1e300, .greatestFiniteMagnitude] as [Double])
    func timesThatAreNoneArePassedOver(_ time: Double) {
        var crowd = Self.learnt()
        let before = crowd.detector.reading
        crowd.detector.advance(to: time)
        crowd.detector.observe(source: 1, at: time)
        #expect(crowd.detector.reading == before)
    }

    @Test(arguments: [0, 1, 299, 1e12] as [Double]) func theEndsOfTimeAreTimes(_ time: Double) {
        var detector = SurgeDetector()
        for source in 0..<30 as Range<UInt64> { detector.observe(source: source, at: time) }
        detector.advance(to: time)
        #expect(detector.reading.reports == 30)
        #expect(SurgeDetector(bytes: detector.bytes, settings: SurgeSettings())?.reading == detector.reading)
    }

    @Test func reportsOfLongAgoAreNotCounted() {
        var crowd = Self.learnt()
        let before = crowd.detector.reading.reports
        for source in 0..<100 as Range<UInt64> { crowd.detector.observe(source: source, at: crowd.time - 700) }
        #expect(crowd.detector.reading.reports == before)
        for source in 0..<100 as Range<UInt64> { crowd.detector.observe(source: source, at: crowd.time - 500) }
        #expect(crowd.detector.reading.reports == before + 100)
        crowd.pass(minutes: 2, reportsPerHour: 0)
        #expect(crowd.detector.reading.reports < before + 100)
    }

    @Test func timeNobodyWatchedIsNotSilence() throws {
        var crowd = Self.learnt()
        let before = try #require(crowd.detector.reading.expected)
        for _ in 0..<200 {
            crowd.time += 86_400
            crowd.pass(reportsPerHour: 0)
        }
        let after = try #require(crowd.detector.reading.expected)
        #expect(abs(after / before - 1) < 0.4)
    }

    @Test func silenceIsLearntFrom() throws {
        var crowd = Self.learnt()
        crowd.pass(minutes: 40 * 1440, reportsPerHour: 0)
        #expect(try #require(crowd.detector.reading.expected) < 2)
    }

    @Test func aSurgeOfBeforeALongStopIsOver() {
        var crowd = Self.learnt()
        crowd.pass(minutes: 12, reportsPerHour: 600)
        #expect(crowd.detector.reading.isSurging)
        crowd.detector.advance(to: crowd.time + 200)
        #expect(crowd.detector.reading.isSurging)
        crowd.detector.advance(to: crowd.time + 4000)
        #expect(!crowd.detector.reading.isSurging)
    }

    @Test func whatLastsForDaysIsNormalInTheEnd() {
        var crowd = Self.learnt()
        crowd.pass(minutes: 720, reportsPerHour: 600)
        #expect(crowd.detector.reading.isSurging)
        crowd.pass(minutes: 1440, reportsPerHour: 600)
        #expect(!crowd.detector.reading.isSurging)
        crowd.pass(minutes: 3 * 1440, reportsPerHour: 600)
        #expect(!crowd.detector.reading.isSurging)
    }
}
