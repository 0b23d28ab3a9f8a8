import Testing

@testable import Prometheus

@Suite struct NumbersTests {
    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (-1, "-1"), (0.5, "0.5"), (0.05, "0.05"), (12.34, "12.34"), (-0.25, "-0.25"),
            (100, "100"), (1.000000001, "1.000000001"), (0.000000001, "0.000000001"), (1e-10, "1e-10"),
            (1.0 / 3, "0.3333333333333333"),
            (0.1 + 0.2, "0.30000000000000004"), (9_007_199_254_740_991, "9007199254740991"),
            (9_007_199_254_740_992, "9007199254740992"), (1e15 + 0.5, "1000000000000000.5"), (1e300, "1e+300"),
            (-1e300, "-1e+300"),
            (.leastNonzeroMagnitude, "5e-324"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"),
            (.nan, "NaN"), (-.nan, "NaN"), (.signalingNaN, "NaN"),
        ] as [(Double, String)])
    func spellsDoubles(_ value: Double, _ expected: String) {
        #expect(spelling(value) == expected)
    }

    @Test func spellsIntegersExactly() {
        #expect(spelling(UInt64.max) == "18446744073709551615")
        #expect(spelling(UInt64(1 << 53) + 1) == "9007199254740993")
        #expect(spelling(Int64.min) == "-9223372036854775808")
        #expect(spelling(Int.max) == "9223372036854775807")
        #expect(spelling(UInt32.max) == "4294967295")
        #expect(spelling(0) == "0")
        for power in 0..<19 {
            let value = (0..<power).reduce(1 as UInt64) { product, _ in product * 10 }
            #expect(spelling(value) == String(value))
            #expect(spelling(value - 1) == String(value - 1))
        }
    }

    @Test func spellsTruthAndTime() {
        #expect(spelling(true) == "1")
        #expect(spelling(false) == "0")
        #expect(spelling(Duration.milliseconds(1250)) == "1.25")
        #expect(spelling(Duration.nanoseconds(123_456_789)) == "0.123456789")
        #expect(spelling(Duration.seconds(-3)) == "-3")
    }

    @Test func randomDoublesReadBackBitForBit() {
        var random = SplitMix64(state: 42)
        var failures: [UInt64] = []
        for round in 0..<100_000 {
            let bits = random.next()
            let value: Double =
                switch round % 4 {
                case 0: Double(bitPattern: bits)
                case 1: Double(bits >> 20) / 100
                case 2: Double(bits >> 14) / 1e9
                default: Double(Int64(bitPattern: bits) >> 40) * 0.001
                }
            guard value.isFinite else { continue }
            if Double(spelling(value))?.bitPattern != value.bitPattern { failures.append(value.bitPattern) }
        }
        #expect(failures.isEmpty)
    }

    @Test func fewDecimalsAreTheShortestSpelling() {
        var random = SplitMix64(state: 7)
        for _ in 0..<20_000 {
            let value = Double(random.next() >> 30) / 1e9 + 1e-3
            let digits = { (text: String) in text.filter(\.isNumber).drop { $0 == "0" } }
            if !value.description.contains("e") { #expect(digits(spelling(value)) == digits(value.description)) }
        }
    }
}

/// A seeded source, so a failure comes back.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
