/// How a handshake ended.
package enum ChatHandshakeResult: Equatable, Sendable {
    /// The server holds the key of a certificate chained to the root, valid at the time given.
    ///
    /// That is no captive portal and no intercepting proxy. It does not prove that logins or messages work.
    case verified(ChatServerIdentity)
    /// The reason; the identity where certificates could be read although they do not convince.
    case rejected(ChatHandshakeError, ChatServerIdentity?)
}

/// Where a handshake stands.
package enum ChatHandshakeProgress: Equatable, Sendable {
    case needMore
    case complete(ChatHandshakeResult)
}
