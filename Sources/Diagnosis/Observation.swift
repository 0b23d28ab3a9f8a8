import Posix
package import Probing
package import Wire

/// One probe's result, as far as the diagnosis needs it.
package struct Observation: Sendable {
    /// The target's name, as expected.
    package var target: String
    /// The family the probe was bound to; `nil` for "whichever works".
    package var family: AddressFamily?
    /// When the probe ended, in Unix seconds.
    package var at: Double
    /// Why it failed; `nil` for success.
    package var failure: FailureReason?
    /// One line for people.
    package var detail: String
    /// The whole probe's.
    package var durationSeconds: Double
    /// The address that was talked to.
    package var address: IPAddress?
    /// Where the name's addresses came from.
    package var naming: Resolution.Source?
    /// The peer's clock minus ours.
    package var clockOffsetSeconds: Double?
    /// What the same probe found by way of another resolver.
    package var opinion: Opinion?

    /// The same probe by way of another resolver.
    package struct Opinion: Sendable, Equatable {
        /// The DNS server that was asked.
        package var resolver: IPAddress
        /// Where the probe then went.
        package var address: IPAddress?
        /// `nil` for success.
        package var failure: FailureReason?

        package init(resolver: IPAddress, address: IPAddress?, failure: FailureReason?) {
            self.resolver = resolver
            self.address = address
            self.failure = failure
        }
    }

    /// When the probe began.
    var begin: Double { durationSeconds > 0 ? at - durationSeconds : at }

    package init(
        target: String, family: AddressFamily? = nil, at: Double, failure: FailureReason? = nil, detail: String = "",
        durationSeconds: Double = 0, address: IPAddress? = nil, naming: Resolution.Source? = nil,
        clockOffsetSeconds: Double? = nil, opinion: Opinion? = nil
    ) {
        self.target = target
        self.family = family
        self.at = at
        self.failure = failure
        self.detail = detail
        self.durationSeconds = durationSeconds
        self.address = address
        self.naming = naming
        self.clockOffsetSeconds = clockOffsetSeconds
        self.opinion = opinion
    }

    package init(target: String, family: AddressFamily?, at: Double, outcome: ProbeOutcome) {
        self.init(
            target: target, family: family, at: at, failure: outcome.failure, detail: outcome.detail,
            durationSeconds: outcome.duration / .seconds(1), address: outcome.address?.ip, naming: outcome.resolution?.source,
            clockOffsetSeconds: outcome.clockOffsetSeconds,
            opinion: outcome.secondOpinion.map {
                Opinion(resolver: $0.resolver.ip, address: $0.address?.ip, failure: $0.failure)
            })
    }
}
