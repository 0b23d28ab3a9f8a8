/// The first frame of a chat server's byte stream: three bytes of big-endian length, then the body.
struct ChatFrameReader {
    static let bodyLimitBytes = 1 << 16
    private static let lengthSizeBytes = 3

    /// Never more than one frame of the greatest size.
    private var buffer: [UInt8] = []

    /// Bytes of the frame that have come, its length included.
    var receivedBytes: Int { buffer.count }

    /// Takes the next bytes in; gives the body once it is whole. Bytes after it are dropped.
    mutating func receive(_ bytes: some Collection<UInt8>) throws(ChatHandshakeError) -> [UInt8]? {
        buffer += bytes.prefix(Self.lengthSizeBytes + Self.bodyLimitBytes - buffer.count)
        guard buffer.count >= Self.lengthSizeBytes else { return nil }
        let bodySizeBytes = buffer.prefix(Self.lengthSizeBytes).reduce(0) { $0 << 8 | Int($1) }
        guard bodySizeBytes > 0 else { throw .emptyFrame }
        guard bodySizeBytes <= Self.bodyLimitBytes else { throw tooLarge() }
        let frameSizeBytes = Self.lengthSizeBytes + bodySizeBytes
        guard buffer.count >= frameSizeBytes else { return nil }
        return Array(buffer[Self.lengthSizeBytes..<frameSizeBytes])
    }

    /// A length no server would send is most often another protocol's greeting.
    private func tooLarge() -> ChatHandshakeError {
        let start = Array(buffer.prefix(Self.lengthSizeBytes))
        if start == Array("HTT".utf8) { return .notNoise(.http) }
        // A TLS record: content type 20 to 23, then version 3.0 to 3.4 (RFC 8446 section 5.1).
        if 20...23 ~= start[0], start[1] == 3, start[2] <= 4 { return .notNoise(.tls) }
        let isText = start.allSatisfy { 0x20...0x7E ~= $0 || 0x09...0x0D ~= $0 }
        return isText ? .notNoise(.other) : .frameTooLarge
    }
}
