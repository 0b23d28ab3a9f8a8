import Wire

/// A ServerHello as a server writes it; a `nil` field is left out.
struct ServerHelloMessage {
    var ephemeral: [UInt8]?
    var encryptedStatic: [UInt8]?
    var encryptedPayload: [UInt8]?
    /// Fields of the post-quantum experiment and of no one's making, before and after the known ones.
    var hasUnknownFields = false

    /// `HandshakeMessage`.
    var body: [UInt8] {
        var message = ProtobufWriter()
        if hasUnknownFields { message.varint(7, field: 90) }
        message.nested(field: 3) { hello in
            if hasUnknownFields { hello.fixed32(1, field: 77) }
            if let ephemeral { hello.bytes(ephemeral, field: 1) }
            if let encryptedStatic { hello.bytes(encryptedStatic, field: 2) }
            if let encryptedPayload { hello.bytes(encryptedPayload, field: 3) }
            if hasUnknownFields { hello.bytes([1, 2, 3], field: 4) }
            if hasUnknownFields { hello.fixed64(1, field: 1000) }
        }
        return message.message
    }

    /// The body behind its length.
    var framed: [UInt8] { Self.frame(body) }

    static func frame(_ body: [UInt8]) -> [UInt8] {
        [UInt8(body.count >> 16 & 0xFF), UInt8(body.count >> 8 & 0xFF), UInt8(body.count & 0xFF)] + body
    }
}
