import FoundationEssentials
import Posix
import TLS
import Wire

/// A server's end of a WebSocket as a stream of bytes: what binary messages hold (RFC 6455).
struct WebSocketStream: ~Copyable {
    private let stream: TLSStream
    private let input: Input

    /// Bytes of frames that are not whole yet; a class, since whoever reads a stream may not change it.
    private final class Input {
        var received: [UInt8]

        init(_ received: [UInt8]) {
            self.received = received
        }
    }

    private enum Opcode {
        static let binary: UInt8 = 2
        static let close: UInt8 = 8
        static let ping: UInt8 = 9
        static let pong: UInt8 = 10
    }

    private static let frameLimitBytes = 1 << 20

    /// - Parameter received: what came with the opening request already.
    init(over stream: consuming TLSStream, received: [UInt8]) {
        self.stream = stream
        input = Input(received)
    }

    /// The answer that opens a WebSocket; `nil` when the request does not ask for one.
    static func opening(for request: HTTPRequestHead) throws(CryptoError) -> HTTPResponseHead? {
        guard request.fields.contains("websocket", in: "upgrade"), let key = request.fields.first("sec-websocket-key") else {
            return nil
        }
        let proof = try SHA1.hash(Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
        return HTTPResponseHead(
            status: 101,
            fields: [
                "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": Data(proof).base64EncodedString(),
            ])
    }

    /// The first frame received, taken out; `nil` until it is whole.
    private func nextFrame() throws(SocketError) -> (opcode: UInt8, payload: [UInt8])? {
        let bytes = input.received
        guard bytes.count >= 2 else { return nil }
        let (extra, mask) = (bytes[1] & 0x7F == 126 ? 2 : bytes[1] & 0x7F == 127 ? 8 : 0, bytes[1] & 0x80 != 0 ? 4 : 0)
        guard bytes.count >= 2 + extra + mask else { return nil }
        let length = extra == 0 ? UInt64(bytes[1] & 0x7F) : bytes[2..<2 + extra].reduce(0) { $0 << 8 | UInt64($1) }
        // Clients mask (section 5.1), and none of ours has so much to say.
        guard mask == 4, length <= Self.frameLimitBytes else { throw .system(Errno(protocolError)) }
        let start = 2 + extra + mask
        guard bytes.count >= start + Int(length) else { return nil }
        let keys = Array(bytes[start - 4..<start])
        let payload = bytes[start..<start + Int(length)].enumerated().map { $0.element ^ keys[$0.offset & 3] }
        input.received.removeFirst(start + Int(length))
        return (bytes[0] & 15, payload)
    }

    /// `EPROTO`.
    private var protocolError: Int32 { 71 }

    private func send(_ opcode: UInt8, _ payload: [UInt8], until deadline: Deadline) async throws(SocketError) {
        let count = payload.count
        let length =
            switch count {
            case ..<126: [UInt8(count)]
            case ...0xFFFF: [126, UInt8(count >> 8), UInt8(count & 0xFF)]
            default: [127] + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> $0) }
            }
        try await stream.write([0x80 | opcode] + length + payload, until: deadline)
    }
}

extension WebSocketStream: ByteStream {
    /// Appends the payload of the next message; pings are answered in between.
    func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int {
        while true {
            guard let frame = try nextFrame() else {
                guard try await stream.read(into: &input.received, until: deadline) > 0 else { return 0 }
                continue
            }
            switch frame.opcode {
            case Opcode.close:
                try await send(Opcode.close, Array(frame.payload.prefix(2)), until: deadline)
                return 0
            case Opcode.ping: try await send(Opcode.pong, frame.payload, until: deadline)
            case Opcode.pong: break
            default:
                guard !frame.payload.isEmpty else { continue }
                buffer += frame.payload
                return frame.payload.count
            }
        }
    }

    /// Writes the bytes as one binary message.
    func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError) {
        try await send(Opcode.binary, bytes, until: deadline)
    }

    /// Ends the WebSocket in good order.
    func close(until deadline: Deadline) async throws(SocketError) {
        try await send(Opcode.close, [0x03, 0xE8], until: deadline)
    }
}
