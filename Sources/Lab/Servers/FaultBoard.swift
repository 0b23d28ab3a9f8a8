package import Posix
import Synchronization
package import WhatsApp

/// Which faults are in force now: what every server asks before it does anything.
///
/// Servers ask anew for each connection and query and keep nothing, so a fault is gone when its time is over.
package final class FaultBoard: Sendable {
    private struct State {
        var windows: [FaultWindow]
        var start: Deadline
    }

    private let pace: Pace
    private let state: Mutex<State>

    /// A board whose time begins now.
    package init(_ windows: [FaultWindow] = [], pace: Pace = Pace()) {
        self.pace = pace
        state = Mutex(State(windows: windows, start: .now))
    }

    /// Where in the timeline it is.
    package var elapsed: Duration { pace.scenarioTime(after: .now - state.withLock { $0.start }) }

    /// How long a span of the timeline lasts in whole seconds, at least one if it lasts at all.
    func seconds(of span: UInt32) -> UInt32 {
        UInt32(clamping: (Int(span) + pace.speed - 1) / pace.speed)
    }

    /// Begins anew, once everything is there that is to suffer.
    func restart() {
        state.withLock { $0.start = .now }
    }

    /// Puts other faults in the place of all, and begins anew.
    package func replace(_ windows: [FaultWindow]) {
        state.withLock { $0 = State(windows: windows, start: .now) }
    }

    /// The windows in force, whatever they strike, in the scenario's order.
    package var inForce: [FaultWindow] {
        let (windows, time) = (state.withLock { $0.windows }, elapsed)
        return windows.filter { $0.isInForce(at: time) }
    }

    /// What strikes one connection or query: each window's share is drawn for it.
    package func faults(at place: Place) -> [Fault] {
        inForce.filter { $0.at.covers(place) && $0.share.covers(.random(in: 0..<1)) }.map(\.fault)
    }

    /// Whether people or the platform say this for a scope.
    package func isSaid(_ fault: PeopleFault, for scope: Scope) -> Bool {
        inForce.contains { $0.fault.says(fault, for: scope) }
    }

    /// From when to when something was so, in Unix seconds of true time.
    struct Episode: Equatable {
        var begin: Double
        /// `nil` while it goes on.
        var end: Double?
    }

    /// When people or the platform have said this for a scope, up to now.
    func begun(_ fault: PeopleFault, for scope: Scope) -> [Episode] {
        let (windows, elapsed, now) = (state.withLock { $0.windows }, elapsed, trueTime)
        func time(of moment: Duration) -> Double { now - (elapsed - moment).seconds / Double(pace.speed) }
        return windows.filter { $0.fault.says(fault, for: scope) && $0.from <= elapsed }.map { window in
            Episode(begin: time(of: window.from), end: window.to.flatMap { $0 <= elapsed ? time(of: $0) : nil })
        }
    }

    /// How far this host's clock is ahead of true time: what all servers' times are behind by.
    package var clockAhead: Duration {
        inForce.reduce(.zero) { sum, window in if case .clock(let ahead) = window.fault { sum + ahead } else { sum } }
    }

    /// True time in Unix seconds, which servers go by.
    package var trueTime: Double { unixTimeNow() - clockAhead.seconds }

    /// Whether some doors are to be shut for a share of the time.
    var hasPartialRefusal: Bool {
        inForce.contains { $0.fault == .tcp(.refused) && $0.share != .all }
    }

    /// When something begins or ends next; `nil` when nothing will.
    package var nextChange: Deadline? {
        let state = state.withLock { $0 }
        let time = pace.scenarioTime(after: .now - state.start)
        let changes = state.windows.flatMap { [$0.from, $0.to].compactMap(\.self) }.filter { $0 > time }
        return changes.min().map { state.start + pace.realTime(of: $0) }
    }
}

extension Fault {
    /// Whether it is that this is said for a scope.
    fileprivate func says(_ fault: PeopleFault, for scope: Scope) -> Bool {
        guard case .people(fault, let whose) = self else { return false }
        return whose == nil || whose == scope
    }
}
