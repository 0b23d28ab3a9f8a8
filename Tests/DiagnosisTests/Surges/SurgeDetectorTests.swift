import Testing

@testable import Diagnosis

@Suite struct SurgeDetectorTests {
    @Test func findsASurgeAfterSilenceBeforeAnythingIsKnown() throws {
        var detector = SurgeDetector()
        detector.advance(to: Crowd.start)
        var found: Double?
        for index in 0..<40 {
            let time = Crowd.start + 600 + Double(index) * 4.5
            detector.observe(source: UInt64(index), at: time)
            detector.advance(to: time)
            if found == nil, detector.reading.isSurging { found = time }
        }
        let reading = detector.reading
        #expect(reading.isSurging)
        #expect(reading.reports == 40)
        #expect(reading.sources == 40)
        #expect(reading.expected == nil)
        #expect(reading.score > 10)
        #expect(try #require(found) - Crowd.start - 600 >= 120)
        #expect(try #require(reading.since) < Crowd.start + 660)
    }

    @Test func slowBeginningsAreNoSurge() {
        var crowd = Crowd()
        for minute in 0..<3 * 1440 {
            crowd.pass(reportsPerHour: 60 * min(1, Double(minute) / 720))
            #expect(!crowd.detector.reading.isSurging)
        }
    }

    @Test(arguments: [30, 60, 600] as [Double]) func findsFiveTimesTheUsualWithinTenMinutes(_ perHour: Double) throws {
        var crowd = Crowd()
        crowd.pass(minutes: 15 * 1440, reportsPerHour: perHour)
        #expect(!crowd.detector.reading.isSurging)
        let expected = try #require(crowd.detector.reading.expected)
        #expect(abs(expected * 6 / perHour - 1) < 0.35)
        crowd.pass(minutes: 10, reportsPerHour: perHour * 5)
        #expect(crowd.detector.reading.isSurging)
        crowd.pass(minutes: 20, reportsPerHour: perHour)
        #expect(!crowd.detector.reading.isSurging)
    }

    @Test func twiceTheUsualIsNone() {
        var crowd = Crowd()
        crowd.pass(minutes: 15 * 1440, reportsPerHour: 300)
        for _ in 0..<1440 {
            crowd.pass(reportsPerHour: 600)
            #expect(!crowd.detector.reading.isSurging)
        }
    }

    @Test(arguments: [0, 60 * 24 * 20]) func threeSourcesAreNoneHoweverManyReportsTheySend(_ minutesBefore: Int) {
        var crowd = Crowd()
        crowd.pass(minutes: minutesBefore, reportsPerHour: 4)
        for minute in 0..<180 {
            for index in 0..<300 { crowd.detector.observe(source: UInt64(index % 3), at: crowd.time + Double(minute % 60)) }
            crowd.pass(reportsPerHour: 0)
            #expect(!crowd.detector.reading.isSurging)
            #expect(crowd.detector.reading.reports < 12)
        }
    }

    @Test func oneShortStretchIsNone() {
        var crowd = Crowd()
        crowd.pass(minutes: 15 * 1440, reportsPerHour: 30)
        crowd.pass(minutes: 1, reportsPerHour: 12_000)
        for _ in 0..<12 {
            crowd.pass(reportsPerHour: 30)
            #expect(!crowd.detector.reading.isSurging)
        }
    }

    @Test func settingsRaiseTheBar() {
        var settings = SurgeSettings()
        settings.leastSources = 200
        var crowd = Crowd(settings)
        crowd.pass(minutes: 15 * 1440, reportsPerHour: 30)
        crowd.pass(minutes: 15, reportsPerHour: 600)
        #expect(!crowd.detector.reading.isSurging)
        crowd.detector.settings = SurgeSettings()
        crowd.pass(minutes: 1, reportsPerHour: 600)
        #expect(crowd.detector.reading.isSurging)
    }

    @Test(arguments: [0, -5, .nan, .infinity, 1e300] as [Double]) func anyDurationMayBeAskedFor(_ seconds: Double) {
        var settings = SurgeSettings()
        settings.forSeconds = seconds
        settings.leastReports = .max
        settings.leastSources = .min
        var crowd = Crowd(settings)
        crowd.pass(minutes: 10, reportsPerHour: 600)
        #expect(!crowd.detector.reading.isSurging)
        crowd.detector.settings.leastReports = 5
        crowd.pass(minutes: 1, reportsPerHour: 600)
        #expect(crowd.detector.reading.isSurging == (seconds <= 0))
    }

    @Test func whatASurgeBroughtIsNotTakenForNormal() throws {
        var crowd = Crowd()
        crowd.pass(minutes: 15 * 1440, reportsPerHour: 60)
        let before = try #require(crowd.detector.reading.expected)
        crowd.pass(minutes: 300, reportsPerHour: 1200)
        #expect(crowd.detector.reading.isSurging)
        let after = try #require(crowd.detector.reading.expected)
        #expect(after < before * 2)
    }

    @Test func bytesAreOfBoundedSizeAndComeBack() throws {
        var crowd = Crowd()
        crowd.pass(minutes: 15 * 1440, reportsPerHour: 300)
        crowd.pass(minutes: 8, reportsPerHour: 2000)
        let bytes = crowd.detector.bytes
        #expect(bytes.count < 3000)
        let back = try #require(SurgeDetector(bytes: bytes, settings: SurgeSettings()))
        #expect(back.reading.isSurging)
        #expect(back.reading.reports == crowd.detector.reading.reports)
        #expect(back.reading.expected == crowd.detector.reading.expected)
        #expect(back.bytes == bytes)
    }

    @Test func spoiltBytesAreNone() {
        var crowd = Crowd()
        crowd.pass(minutes: 100, reportsPerHour: 60)
        let bytes = crowd.detector.bytes
        for length in 0..<bytes.count {
            #expect(SurgeDetector(bytes: Array(bytes.prefix(length)), settings: SurgeSettings()) == nil)
        }
        for place in bytes.indices {
            var spoilt = bytes
            spoilt[place] ^= 0x10
            #expect(SurgeDetector(bytes: spoilt, settings: SurgeSettings()) == nil)
        }
        // Sealed as it should be, and yet nonsense.
        for place in bytes.indices.dropFirst().dropLast(8) {
            var writer = SnapshotWriter(version: bytes[0])
            for (index, byte) in bytes.dropFirst().dropLast(8).enumerated() { writer.write(index + 1 == place ? 0xff : byte) }
            guard var detector = SurgeDetector(bytes: writer.sealed, settings: SurgeSettings()) else { continue }
            detector.observe(source: 1, at: crowd.time + 5)
            detector.advance(to: crowd.time + 700)
            #expect(detector.reading.reports >= 0)
        }
    }
}
