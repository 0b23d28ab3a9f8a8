package import Wire

/// What a resolver answered to a question for addresses.
package struct EdgeAnswer: Sendable, Equatable {
    package var key: EdgeKey
    /// In the order answered; none for an answer without addresses, or no answer.
    package var addresses: [IPAddress]
    /// What is left of the answer's time in the resolver's memory, or the whole of it.
    package var ttlSeconds: UInt32?
    /// Unix seconds.
    package var at: Double

    package init(key: EdgeKey, addresses: [IPAddress], ttlSeconds: UInt32? = nil, at: Double) {
        self.key = key
        self.addresses = addresses
        self.ttlSeconds = ttlSeconds
        self.at = at
    }
}
