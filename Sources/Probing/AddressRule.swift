package import Wire

/// Which of a name's addresses a probe goes to.
package struct AddressRule: Sendable, Equatable {
    /// How many of the addresses are probed.
    package enum Mode: String, CaseIterable, Sendable {
        /// The first one.
        case first
        /// Every one; the probe succeeds when all do.
        case each
        /// One after the other until one succeeds.
        case any
    }

    package var preferred: AddressFamily
    /// Whether the other family may serve where the name has no address of the preferred one.
    package var allowsFallback: Bool
    package var mode: Mode

    package init(preferred: AddressFamily = .ip6, allowsFallback: Bool = true, mode: Mode = .first) {
        self.preferred = preferred
        self.allowsFallback = allowsFallback
        self.mode = mode
    }
}
