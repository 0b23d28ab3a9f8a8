package import WhatsApp
package import Wire

/// What is known of one key's edge at a moment.
package struct EdgeReading: Sendable, Equatable {
    /// A probe of the address at home, while the answers lead elsewhere.
    package struct Pinned: Sendable, Equatable {
        package var address: IPAddress
        /// Whether the last one succeeded; `nil`, as below, until one has run since home was left.
        package var isSuccess: Bool?
        package var at: Double?
        package var handshakeSeconds: Double?
    }

    package var key: EdgeKey
    /// `nil`, as the three below, until something was answered.
    package var edge: EdgeNetwork?
    package var address: IPAddress?
    /// When the first answer in a row led to this edge, in Unix seconds.
    package var since: Double?
    /// When the last answer came, in Unix seconds.
    package var answeredAt: Double?
    /// Whether that is recent enough to speak of now.
    package var isCurrent = false
    package var changes: UInt64
    /// The edge answered most over seven days; `nil` when nothing was.
    package var home: EdgeNetwork?
    /// In how many hours of the last 168 anything was answered: with few, home is only where this host was first led.
    package var observedHours: Int
    package var state: EdgeState
    /// `nil` unless the answers lead elsewhere than home.
    package var pinned: Pinned?
    /// What the address is called, once that was looked up.
    package var name: AddressName?

    /// The place by the name, unless the name's own owner denies it.
    package var place: PointOfPresence? {
        name.flatMap { $0.standing == .refuted ? nil : $0.edge?.place }
    }
}
