/// Bounds on what one message may cost.
package struct HTTPLimits: Hashable, Sendable {
    /// Start line, field lines and the empty line, line ends included.
    ///
    /// Also the allowance for the chunk extensions and trailers of one body.
    package var maxHeadBytes: Int
    /// Field lines in a head.
    package var maxFieldCount: Int
    /// Decoded body.
    package var maxBodyBytes: Int

    /// Limits that suit a scrape or a probe.
    package init(maxHeadBytes: Int = 16_384, maxFieldCount: Int = 100, maxBodyBytes: Int = 1_048_576) {
        self.maxHeadBytes = maxHeadBytes
        self.maxFieldCount = maxFieldCount
        self.maxBodyBytes = maxBodyBytes
    }
}
