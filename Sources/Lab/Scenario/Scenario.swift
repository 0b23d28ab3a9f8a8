package import Diagnosis
package import WhatsApp

/// Troubles on a timeline, and what is to be concluded from them when.
package struct Scenario: Sendable, Equatable {
    /// The file's name without its extension.
    package var name: String
    /// The date, and what users saw.
    package var about: String
    /// Where the case is described; empty for those nobody wrote of.
    package var source: String
    package var duration: Duration
    /// In the file's order; they may overlap.
    package var faults: [FaultWindow]
    /// In the order of time, the first from the start on.
    package var expectations: [Expectation]
    /// Verdicts that may be seen before a right one is due.
    package var passing: Set<Verdict>

    package init(
        name: String, about: String = "", source: String = "", duration: Duration, faults: [FaultWindow],
        expectations: [Expectation], passing: Set<Verdict> = []
    ) {
        self.name = name
        self.about = about
        self.source = source
        self.duration = duration
        self.faults = faults
        self.expectations = expectations
        self.passing = passing
    }

    /// The faults in force at a time after the start, with their places in ``faults``.
    package func faults(at time: Duration) -> [(index: Int, window: FaultWindow)] {
        faults.enumerated().filter { $0.element.isInForce(at: time) }.map { (index: $0.offset, window: $0.element) }
    }
}

/// What is right from some time on, until the next expectation.
package struct Expectation: Sendable, Equatable {
    /// When the troubles change, after the start.
    package var from: Duration
    /// How long after that the verdicts may still be others.
    package var within: Duration
    /// One for each scope.
    package var verdicts: [Scope: Verdict]
    /// What the sentence has to say, scope by scope.
    package var says: [Scope: String]

    package init(from: Duration, within: Duration, verdicts: [Scope: Verdict], says: [Scope: String] = [:]) {
        self.from = from
        self.within = within
        self.verdicts = verdicts
        self.says = says
    }
}
