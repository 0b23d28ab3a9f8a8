import Foundation

/// Latencies as a network makes them: a daily tide, noise that is a factor, and now and then one far too long.
struct Weather {
    /// Monday, 2023-11-13 00:00 UTC.
    static let start = 1_699_833_600.0

    var generator: SeededGenerator
    var median = 0.08
    /// How much slower the evening is than the morning, as a factor.
    var tide = 1.6
    /// The standard deviation of the latency's logarithm.
    var noise = 0.15
    /// The share of probes that take ten times as long.
    var spikes = 0.005

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func latency(at time: Double) -> Double {
        let hour = (time / 3600).truncatingRemainder(dividingBy: 24)
        let tide = pow(tide, 0.5 - 0.5 * cos((hour - 8) / 24 * 2 * .pi))
        let spike = Double.random(in: 0..<1, using: &generator) < spikes ? 10.0 : 1
        return median * tide * exp(noise * normal()) * spike
    }

    mutating func chance(_ share: Double) -> Bool {
        Double.random(in: 0..<1, using: &generator) < share
    }

    /// A standard normal number (Box and Muller).
    private mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &generator))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
}
