import Wire

/// A message on its way in a gRPC call: a byte that says whether it is compressed, four of length, the message
/// (grpc/grpc, doc/PROTOCOL-HTTP2.md).
enum GRPCMessage {
    /// The fault of bytes that are not one whole uncompressed message.
    struct Malformed: Error, Equatable {
        var reason: String
    }

    static func frame(_ message: [UInt8]) -> [UInt8] {
        let count = UInt32(clamping: message.count)
        return [0] + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> UInt32($0)) } + message
    }

    /// The only message of a body.
    static func only(in body: [UInt8]) throws(Malformed) -> ArraySlice<UInt8> {
        guard body.count >= 5 else { throw Malformed(reason: "answer of \(body.count) bytes is no gRPC message") }
        guard body[0] == 0 else { throw Malformed(reason: "answer is compressed, which was not offered") }
        let count = body[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard body.count == 5 + count else { throw Malformed(reason: "answer is not one whole gRPC message") }
        return body[5...]
    }
}

/// The messages of grpc.health.v1.
enum GRPCHealth {
    static let path = "/grpc.health.v1.Health/Check"

    static func request(for service: String) -> [UInt8] {
        var writer = ProtobufWriter()
        if !service.isEmpty { writer.bytes(service.utf8, field: 1) }
        return writer.message
    }

    /// The status in a `HealthCheckResponse`; 0 for none, as in proto3.
    static func status(in message: ArraySlice<UInt8>) throws(ProtobufError) -> UInt64 {
        var reader = ProtobufReader(message)
        var status: UInt64 = 0
        while let field = try reader.next() {
            if case (1, .varint(let value)) = (field.number, field.value) { status = value }
        }
        return status
    }
}
