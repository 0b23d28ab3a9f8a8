/// How deliveries stand.
package struct DeliveryReading: Sendable, Equatable {
    /// The messages the share is of.
    package var messages: Int
    /// The part of them that was delivered in time; `nil` when there are too few, or when no webhooks come.
    package var share: Double?
    /// What is usual at this hour; `nil` while that is not known.
    package var expectedShare: Double?
    /// Whether far fewer are delivered in time than usual, for a while.
    package var isDropped: Bool
    /// Messages that are remembered.
    package var tracked: Int
    /// Messages sent, and neither delivered nor failed.
    package var inFlight: Int
    /// Those of them sent longer ago than deliveries are waited for.
    package var undelivered: Int
    /// Messages that were forgotten to make room for others, from the start on.
    package var forgotten: UInt64
}
