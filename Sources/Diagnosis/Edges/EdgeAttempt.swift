package import WhatsApp
package import Wire

/// A probe at one address of a role.
package struct EdgeAttempt: Sendable, Equatable {
    package var role: EdgeRole
    package var address: IPAddress
    /// When it ended, in Unix seconds.
    package var at: Double
    /// Whether the whole probe succeeded, not only its connection.
    package var isSuccess: Bool
    /// TCP's own handshake, where it was completed.
    package var connectSeconds: Double?
    /// The handshake of the protocol above: Noise or TLS; TCP's where there is none above.
    package var handshakeSeconds: Double?
    /// Whether the address was gone to because it was home once, not because a resolver answered it.
    package var isPinned: Bool

    package init(
        role: EdgeRole, address: IPAddress, at: Double, isSuccess: Bool, connectSeconds: Double? = nil,
        handshakeSeconds: Double? = nil, isPinned: Bool = false
    ) {
        self.role = role
        self.address = address
        self.at = at
        self.isSuccess = isSuccess
        self.connectSeconds = connectSeconds
        self.handshakeSeconds = handshakeSeconds
        self.isPinned = isPinned
    }
}
