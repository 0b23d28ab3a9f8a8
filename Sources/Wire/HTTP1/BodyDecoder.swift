/// Decoder of one message body (RFC 9112 sections 6.3 and 7.1).
///
/// Chunk extensions and trailers are skipped, within an allowance of `maxHeadBytes` for all of them. Lines in a chunked body
/// end in CRLF and nothing else, and spaces are taken only after a chunk's size.
package struct BodyDecoder: Sendable {
    private enum State: Hashable {
        case fixed(remaining: Int)
        case chunkSize(value: Int, digits: Int)
        case chunkSizePadding(value: Int)
        case chunkExtension(value: Int)
        case chunkSizeEnd(value: Int)
        case chunkData(remaining: Int)
        case chunkDataReturn
        case chunkDataEnd
        case trailerStart
        case trailer
        case trailerEnd
        case bodyEnd
        case untilClose
        case complete
        case failed(HTTPParseError)
    }

    private var state: State
    private var bodyBytesLeft: Int
    private var overheadBytesLeft: Int

    /// Decoder at the first byte after the head.
    /// - Throws: `.bodyTooLarge` when the announced length is past `maxBodyBytes`.
    package init(framing: HTTPBodyFraming, limits: HTTPLimits = HTTPLimits()) throws(HTTPParseError) {
        bodyBytesLeft = limits.maxBodyBytes
        overheadBytesLeft = limits.maxHeadBytes
        switch framing {
        case .none, .contentLength(0): state = .complete
        case .contentLength(let length):
            guard length <= limits.maxBodyBytes else { throw .bodyTooLarge }
            state = .fixed(remaining: length)
        case .chunked: state = .chunkSize(value: 0, digits: 0)
        case .untilClose: state = .untilClose
        }
    }

    /// Whether the body has ended; never before `finish()` for one that ends with the connection.
    package var isComplete: Bool { state == .complete }

    /// Appends the body bytes in `input` to `output`.
    /// - Returns: Bytes of `input` used: all, or up to the body's end. What follows belongs to the next message.
    /// - Throws: `.badChunk`, `.chunkOverheadTooLarge`, `.bodyTooLarge`; the same again from then on.
    package mutating func decode(_ input: Span<UInt8>, into output: inout [UInt8]) throws(HTTPParseError) -> Int {
        var index = 0
        do throws(HTTPParseError) {
            while index < input.count, state != .complete {
                if let wanted = wantedDataBytes {
                    let count = min(wanted, input.count - index)
                    try take(input.extracting(index..<index + count), into: &output)
                    index += count
                } else {
                    state = try state(after: input[index])
                    index += 1
                }
            }
        } catch {
            state = .failed(error)
            throw error
        }
        return index
    }

    /// Tells that the stream has ended.
    /// - Throws: `.truncated` when the body has not, or what `decode` threw.
    package mutating func finish() throws(HTTPParseError) {
        switch state {
        case .complete: break
        case .untilClose: state = .complete
        case .failed(let error): throw error
        default:
            state = .failed(.truncated)
            throw .truncated
        }
    }

    /// Body bytes that may come next, `nil` where framing is due.
    private var wantedDataBytes: Int? {
        switch state {
        case .fixed(let remaining), .chunkData(let remaining): remaining
        case .untilClose: .max
        default: nil
        }
    }

    private mutating func take(_ data: Span<UInt8>, into output: inout [UInt8]) throws(HTTPParseError) {
        let count = min(data.count, bodyBytesLeft)
        output.append(addingCapacity: count) { free in
            for index in 0..<count { free.append(data[index]) }
        }
        bodyBytesLeft -= count
        guard count == data.count else { throw .bodyTooLarge }
        switch state {
        case .fixed(let remaining): state = remaining == count ? .complete : .fixed(remaining: remaining - count)
        case .chunkData(let remaining): state = remaining == count ? .chunkDataReturn : .chunkData(remaining: remaining - count)
        default: break
        }
    }

    private mutating func state(after byte: UInt8) throws(HTTPParseError) -> State {
        switch state {
        case .chunkSize(let value, let digits):
            if let digit = HTTPByte.hexValue(byte) {
                // Zeros in front could go on for ever; 16 digits hold any size.
                guard digits < 16 else { throw .badChunk }
                guard value <= Int.max >> 4, value << 4 | Int(digit) <= bodyBytesLeft else { throw .bodyTooLarge }
                return .chunkSize(value: value << 4 | Int(digit), digits: digits + 1)
            }
            guard digits > 0 else { throw .badChunk }
            return try stateInSizeLine(after: byte, value: value)
        case .chunkSizePadding(let value):
            return try stateInSizeLine(after: byte, value: value)
        case .chunkExtension(let value):
            if byte == HTTPByte.carriageReturn { return .chunkSizeEnd(value: value) }
            try spendOverhead(on: byte)
            return .chunkExtension(value: value)
        case .chunkSizeEnd(let value):
            guard byte == HTTPByte.lineFeed else { throw .badChunk }
            return value == 0 ? .trailerStart : .chunkData(remaining: value)
        case .chunkDataReturn:
            guard byte == HTTPByte.carriageReturn else { throw .badChunk }
            return .chunkDataEnd
        case .chunkDataEnd:
            guard byte == HTTPByte.lineFeed else { throw .badChunk }
            return .chunkSize(value: 0, digits: 0)
        case .trailerStart, .trailer:
            if byte == HTTPByte.carriageReturn { return state == .trailerStart ? .bodyEnd : .trailerEnd }
            try spendOverhead(on: byte)
            return .trailer
        case .trailerEnd:
            guard byte == HTTPByte.lineFeed else { throw .badChunk }
            return .trailerStart
        case .bodyEnd:
            guard byte == HTTPByte.lineFeed else { throw .badChunk }
            return .complete
        case .failed(let error): throw error
        case .fixed, .chunkData, .untilClose, .complete: return state
        }
    }

    private mutating func stateInSizeLine(after byte: UInt8, value: Int) throws(HTTPParseError) -> State {
        switch byte {
        case HTTPByte.carriageReturn: return .chunkSizeEnd(value: value)
        case HTTPByte.semicolon:
            try spendOverhead(on: byte)
            return .chunkExtension(value: value)
        case HTTPByte.space, HTTPByte.tab:
            try spendOverhead(on: byte)
            return .chunkSizePadding(value: value)
        default: throw .badChunk
        }
    }

    private mutating func spendOverhead(on byte: UInt8) throws(HTTPParseError) {
        guard HTTPByte.isFieldValue(byte) else { throw .badChunk }
        guard overheadBytesLeft > 0 else { throw .chunkOverheadTooLarge }
        overheadBytesLeft -= 1
    }
}
