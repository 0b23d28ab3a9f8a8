import Testing

@testable import Posix

@Suite struct ClockDisciplineTests {
    @Test func thisKernelsClockTicks() throws {
        let clock = try ClockDiscipline()
        #expect(9_000...11_000 ~= clock.tickMicroseconds)
        #expect([1e6, 1e9].contains(clock.partsPerSecond))
        #expect(abs(clock.frequency) <= 500 << 16)
        #expect(clock.maximumErrorMicroseconds >= 0)
    }
}
