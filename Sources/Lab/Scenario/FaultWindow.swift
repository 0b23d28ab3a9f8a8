/// A fault, where it strikes, and from when to when.
package struct FaultWindow: Sendable, Equatable {
    /// After the start.
    package var from: Duration
    /// After the start; `nil` for the scenario's end.
    package var to: Duration?
    package var at: Selection
    package var share: Share
    package var fault: Fault

    package init(
        from: Duration, to: Duration? = nil, at: Selection = Selection(), share: Share = .all, fault: Fault
    ) {
        self.from = from
        self.to = to
        self.at = at
        self.share = share
        self.fault = fault
    }

    /// Whether it is in force at a time after the start.
    package func isInForce(at time: Duration) -> Bool {
        from <= time && to.map { time < $0 } ?? true
    }
}
