import FoundationEssentials
package import TLS
package import Wire

extension WebSocketOpening {
    /// An opening with a fresh key.
    package init(offering subprotocols: [String] = []) throws(CryptoError) {
        let key = Data(try SecureRandom.bytes(16)).base64EncodedString()
        self.init(key: key, proof: try Self.proof(of: key), subprotocols: subprotocols)
    }

    /// What a server shows to have read a key (RFC 6455 section 4.2.2).
    package static func proof(of key: String) throws(CryptoError) -> String {
        Data(try SHA1.hash(proven(key: key))).base64EncodedString()
    }
}
