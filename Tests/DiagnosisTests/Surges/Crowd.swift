@testable import Diagnosis

/// Users who report at a rate, each once, and a detector that hears them.
struct Crowd {
    /// A Monday.
    static let start = 1_699_833_600.0

    var detector: SurgeDetector
    var time = start
    private var generator = SeededGenerator(seed: 42)

    init(_ settings: SurgeSettings = SurgeSettings()) {
        detector = SurgeDetector(settings)
    }

    /// A minute of reports at exponential distances.
    mutating func pass(reportsPerHour: Double) {
        var offset = wait(reportsPerHour)
        while offset < 60 {
            detector.observe(source: .random(in: 1000 ... .max, using: &generator), at: time + offset)
            offset += wait(reportsPerHour)
        }
        time += 60
        detector.advance(to: time)
    }

    mutating func pass(minutes: Int, reportsPerHour: Double) {
        for _ in 0..<minutes { pass(reportsPerHour: reportsPerHour) }
    }

    private mutating func wait(_ reportsPerHour: Double) -> Double {
        guard reportsPerHour > 0 else { return .infinity }
        return -Octaves.log2(.random(in: 1e-9..<1, using: &generator)) * 0.6931 * 3600 / reportsPerHour
    }
}
