import Posix
import YAML

/// Tells a scenario's faults as they come and go.
struct Timeline {
    private let say: (String) -> Void
    private var known: [FaultWindow] = []

    init(say: @escaping (String) -> Void) {
        self.say = say
    }

    /// Says what has changed since the last time.
    mutating func tell(_ board: FaultBoard) {
        let now = board.inForce
        let moment = DurationText.format(.seconds(board.elapsed.components.seconds))
        for window in known where !now.contains(window) { say("\(moment): over: \(window.text)") }
        for window in now where !known.contains(window) { say("\(moment): \(window.text)") }
        known = now
    }
}
