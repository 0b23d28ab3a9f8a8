import Posix

/// The faults of a scenario, moment by moment, with the dice that say whom they strike.
struct Weather {
    private let windows: [(window: FaultWindow, from: Double, to: Double)]
    private var generator: SeededGenerator
    /// The faults in force at ``moment``.
    private var inForce: [FaultWindow] = []
    private var moment = -1.0
    private var nextChange = -1.0

    init(_ scenario: Scenario, seed: UInt64) {
        windows = scenario.faults.map { ($0, $0.from.seconds, ($0.to ?? scenario.duration).seconds) }
        generator = SeededGenerator(seed: seed)
    }

    /// The faults in force, in the file's order.
    mutating func faults(at time: Double) -> [FaultWindow] {
        if time < moment || time >= nextChange {
            inForce = windows.filter { $0.from <= time && time < $0.to }.map(\.window)
            nextChange = windows.flatMap { [$0.from, $0.to] }.filter { $0 > time }.min() ?? .infinity
        }
        moment = time
        return inForce
    }

    /// The faults that strike one connection or query.
    mutating func faults(at place: Place, _ time: Double) -> [Fault] {
        var struck: [Fault] = []
        for window in faults(at: time) where window.fault.layer.hasPlaces && window.at.covers(place) {
            if window.share == .all || window.share.covers(generator.draw()) { struck.append(window.fault) }
        }
        return struck
    }

    /// What this host suffers from.
    mutating func hostFaults(at time: Double) -> Set<HostFault> {
        Set(faults(at: time).compactMap { if case .host(let fault) = $0.fault { fault } else { nil } })
    }

    /// How far this host's clock is ahead of true time.
    mutating func clockAhead(at time: Double) -> Double {
        faults(at: time).reduce(0) { if case .clock(let ahead) = $1.fault { ahead.seconds } else { $0 } }
    }

    /// Evenly from 0 up to 1.
    mutating func draw() -> Double { generator.draw() }

    /// A time that varies as round trips do: mostly near its base, now and then far above.
    mutating func varied(_ base: Double) -> Double {
        let wait = draw() * draw()
        return base * (0.95 + 0.3 * wait) + (draw() < 0.005 ? base * 4 * draw() : 0)
    }
}
