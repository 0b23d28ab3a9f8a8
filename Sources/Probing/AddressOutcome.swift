package import Wire

/// What was found at one of a target's addresses.
package struct AddressOutcome: Sendable, Equatable {
    package var address: IPAddress
    package var failure: FailureReason?
    package var duration: Duration

    package init(address: IPAddress, failure: FailureReason?, duration: Duration) {
        self.address = address
        self.failure = failure
        self.duration = duration
    }
}
