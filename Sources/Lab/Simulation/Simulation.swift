package import Diagnosis
import Posix
package import Probing
package import WhatsApp

/// A scenario played without sockets on a clock of its own: what the exporter would learn, in the order it would learn it.
///
/// The same scenario and seed give the same events. They come one by one, so that weeks need no more memory than minutes.
package struct Simulation: Sequence, IteratorProtocol {
    /// Something the exporter learns.
    package struct Event: Sendable {
        /// Seconds of true time after the scenario's start.
        package var elapsed: Double
        /// What this host's clock says then, in Unix seconds.
        package var clock: Double
        package var content: Content
    }

    /// What there is to learn.
    package enum Content: Sendable {
        case probe(ProbeReport)
        case host(HostReading)
        case signal(Signal)
    }

    /// Between two repetitions of a signal that stands.
    private static let signalInterval = 60.0

    private let end: Double
    private var world: World
    private var agenda: Agenda
    private var host = VirtualHost()
    private var nextReading = 1.0
    private var nextSignals = 0.0
    private var standing: [SignalSubject] = []
    /// Learnt, but not yet over; the soonest last.
    private var pending: [Event] = []

    /// - Parameter endpoints: what is probed.
    package init(_ scenario: Scenario, seed: UInt64, endpoints: [Endpoint] = Estate.endpoints) {
        var generator = SeededGenerator(seed: seed)
        end = scenario.duration.seconds
        agenda = Agenda(endpoints, using: &generator)
        world = World(scenario, seed: generator.next())
    }

    /// The next event; `nil` at the scenario's end.
    package mutating func next() -> Event? {
        while true {
            let begin = agenda.nextBegin
            let soonest = Swift.min(begin, nextReading, nextSignals)
            if let event = pending.last, event.elapsed <= soonest {
                pending.removeLast()
                return event.elapsed < end ? event : nil
            }
            guard soonest < end else { return finish() }
            switch soonest {
            case nextReading: read()
            case nextSignals: listen()
            default: probe()
            }
        }
    }

    /// What is over by the end though it began before.
    private mutating func finish() -> Event? {
        guard let event = pending.popLast(), event.elapsed < end else { return nil }
        return event
    }

    private mutating func probe() {
        let (index, begin) = agenda.begin()
        let check = agenda.checks[index]
        let (outcome, over) = world.probe(check.target, over: check.family, at: begin)
        agenda.finish(index, isSuccess: outcome.isSuccess, at: over)
        let clock = world.clock(at: over)
        enqueue(
            Event(
                elapsed: over, clock: clock,
                content: .probe(
                    ProbeReport(target: check.target, family: check.family, outcome: outcome, finishedAt: clock))))
    }

    private mutating func read() {
        let clock = world.clock(at: nextReading)
        let reading = host.reading(at: clock, suffering: world.weather.hostFaults(at: nextReading))
        enqueue(Event(elapsed: nextReading, clock: clock, content: .host(reading)))
        nextReading += VirtualHost.interval
    }

    /// Says what people say, and once what they say no more.
    private mutating func listen() {
        let time = nextSignals
        let clock = world.clock(at: time)
        let said = world.weather.faults(at: time).compactMap { SignalSubject($0.fault) }
        for subject in said + standing.filter({ !said.contains($0) }) {
            let signal = Signal(
                subject.kind, scope: subject.scope, isPresent: said.contains(subject), at: clock, detail: "simulated")
            enqueue(Event(elapsed: time, clock: clock, content: .signal(signal)))
        }
        standing = said
        nextSignals += Self.signalInterval
    }

    private mutating func enqueue(_ event: Event) {
        let place = pending.firstIndex { $0.elapsed <= event.elapsed } ?? pending.endIndex
        pending.insert(event, at: place)
    }
}

/// What a signal is about.
private struct SignalSubject: Hashable {
    var kind: Signal.Kind
    var scope: Scope?

    init?(_ fault: Fault) {
        guard case .people(let people, let scope) = fault else { return nil }
        self.scope = scope
        kind =
            switch people {
            case .reportSurge: .reportSurge
            case .deliveryDrop: .deliveryDrop
            case .platformDisrupted: .platformDisrupted
            case .platformErrors: .platformErrors
            case .accountBlocked: .accountBlocked
            case .requestsLimited: .requestsLimited
            case .databaseSlow: .databaseSlow
            }
    }
}
