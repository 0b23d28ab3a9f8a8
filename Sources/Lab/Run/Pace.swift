import YAML

/// Where in a scenario's timeline playing begins, and how fast the timeline runs.
package struct Pace: Sendable, Equatable {
    /// Time after the scenario's start.
    package var begin: Duration = .zero
    /// Seconds of the scenario in each second; 1 in earnest. Servers are no faster: delays remain what they are.
    package var speed = 1

    package init(begin: Duration = .zero, speed: Int = 1) {
        self.begin = begin
        self.speed = speed
    }

    /// Where in the timeline one is some time after playing began.
    func scenarioTime(after elapsed: Duration) -> Duration { begin + elapsed * speed }

    /// When a moment of the timeline comes, after playing begins; negative when it is over before.
    func realTime(of moment: Duration) -> Duration { (moment - begin) / speed }
}

extension Pace {
    /// Says it where it is none of the usual.
    var text: String {
        (begin == .zero ? "" : ", from \(DurationText.format(begin)) on") + (speed == 1 ? "" : ", \(speed) times as fast")
    }
}
