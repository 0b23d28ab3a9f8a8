/// The request that turns an HTTP connection into a WebSocket, and its answer (RFC 6455 section 4).
package struct WebSocketOpening: Sendable {
    /// Why an answer opens nothing.
    package enum Refusal: Error, Hashable, Sendable {
        /// Another status than 101.
        case status(Int)
        /// `Upgrade` or `Connection` does not say that this is a WebSocket now.
        case notUpgraded
        /// `Sec-WebSocket-Accept` does not fit: somebody answered who did not understand.
        case wrongProof
        /// A subprotocol that was not offered, or an extension, of which none was.
        case notOffered(String)
    }

    /// 16 random bytes in base64.
    package let key: String
    /// What the answer must prove to have read the key with.
    package let proof: String
    /// Subprotocols, the preferred one first.
    package let subprotocols: [String]

    package init(key: String, proof: String, subprotocols: [String] = []) {
        self.key = key
        self.proof = proof
        self.subprotocols = subprotocols
    }

    /// What has to be hashed by SHA-1 and put into base64 to prove that a key was read.
    package static func proven(key: String) -> [UInt8] {
        Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)
    }

    /// The request's field lines that ask for it.
    package var fields: HTTPFields {
        var fields: HTTPFields = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13",
        ]
        if !subprotocols.isEmpty { fields.append("Sec-WebSocket-Protocol", subprotocols.joined(separator: ", ")) }
        return fields
    }

    /// Makes sure that an answer opens a WebSocket.
    /// - Returns: the subprotocol chosen; `nil` for none.
    @discardableResult
    package func judge(_ answer: HTTPResponseHead) throws(Refusal) -> String? {
        guard answer.status == 101 else { throw .status(answer.status) }
        guard answer.fields.contains("websocket", in: "upgrade"), answer.fields.contains("upgrade", in: "connection") else {
            throw .notUpgraded
        }
        guard answer.fields.all("sec-websocket-accept") == [proof] else { throw .wrongProof }
        if let foreign = answer.fields.joined("sec-websocket-extensions") { throw .notOffered(foreign) }
        guard let chosen = answer.fields.joined("sec-websocket-protocol") else { return nil }
        guard subprotocols.contains(chosen) else { throw .notOffered(chosen) }
        return chosen
    }

    /// The key of a request for a WebSocket; `nil` when it asks for none.
    package static func key(of request: HTTPRequestHead) -> String? {
        request.fields.contains("websocket", in: "upgrade") ? request.fields.first("sec-websocket-key") : nil
    }

    /// The answer that opens a WebSocket.
    package static func answer(proving proof: String) -> HTTPResponseHead {
        HTTPResponseHead(
            status: 101, fields: ["Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": proof])
    }
}
