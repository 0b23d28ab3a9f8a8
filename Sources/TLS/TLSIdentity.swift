/// What a server proves itself with: its certificate and the private key to it.
package struct TLSIdentity: Hashable, Sendable {
    /// PEM text: the server's own certificate, then those between it and a root, if any.
    package var certificateChainPEM: String
    /// PEM text, not encrypted.
    package var privateKeyPEM: String

    package init(certificateChainPEM: String, privateKeyPEM: String) {
        self.certificateChainPEM = certificateChainPEM
        self.privateKeyPEM = privateKeyPEM
    }
}
