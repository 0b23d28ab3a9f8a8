/// How to send echoes.
package struct ICMPSettings: Sendable {
    /// Bytes after the ICMP header; 0 for 36.
    package var payloadBytes = 0
    /// Forbids routers to cut packets up.
    package var forbidsFragments = false
    /// Hops a packet may take, 1...255.
    package var hopLimit = 64
    package var count = 1
    /// Between two echoes; each is waited for until the probe's end.
    package var interval = Duration.milliseconds(200)
    /// The share of echoes that may be lost without a failure, 0..<1.
    package var toleratedLoss = 0.0

    package init() {}
}
