/// Bounds on what one answer may cost.
package struct HTTP2Limits: Hashable, Sendable {
    /// All header lists together, interim ones and trailers too: names, values and 32 bytes a field (RFC 9113 section 6.5.2).
    package var maxHeadBytes: Int
    package var maxFieldCount: Int
    package var maxBodyBytes: Int
    /// Frames, and parts of them, that bring nothing of the body; as many bytes again as the body has are allowed besides.
    package var maxOverheadBytes: Int

    /// Limits that suit a probe.
    package init(
        maxHeadBytes: Int = 65_536, maxFieldCount: Int = 200, maxBodyBytes: Int = 1_048_576, maxOverheadBytes: Int = 262_144
    ) {
        self.maxHeadBytes = maxHeadBytes
        self.maxFieldCount = maxFieldCount
        self.maxBodyBytes = maxBodyBytes
        self.maxOverheadBytes = maxOverheadBytes
    }
}
