import Wire

/// What is known of the one request and its answer; nghttp2's callbacks write it.
struct StreamState {
    /// More interim answers (1xx) than any server has reason to send.
    private static let mostInterim = 16

    let limits: HTTP2Limits
    var streamID: Int32 = 0

    // The request.
    let requestBody: [UInt8]
    var bodyBytesSent = 0
    var isRequestSent = false

    // The answer.
    private(set) var response: HTTP2Response?
    private(set) var hasBegun = false
    private(set) var isComplete = false
    /// The first thing that went wrong.
    private(set) var fault: HTTP2Error?
    /// What nghttp2 last complained of.
    var complaint: String?
    var goAwayCode: UInt32?

    private var status: Int?
    private var block: HTTPFields = [:]
    private var headBytes = 0
    private var fieldCount = 0
    private var interim = 0

    init(_ request: HTTP2Request, limits: HTTP2Limits) {
        self.limits = limits
        requestBody = request.body
    }

    mutating func fail(_ error: HTTP2Error) {
        if fault == nil { fault = error }
    }

    mutating func beginBlock() {
        hasBegun = true
        status = nil
        block = [:]
    }

    /// - Returns: false when the limits are passed.
    mutating func add(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) -> Bool {
        fieldCount += 1
        headBytes += name.count + value.count + 32
        guard fieldCount <= limits.maxFieldCount, headBytes <= limits.maxHeadBytes else {
            fail(.headTooLarge)
            return false
        }
        let text = unsafe String(decoding: value, as: UTF8.self)
        if unsafe name.first == UInt8(ascii: ":") {
            if unsafe name.elementsEqual(":status".utf8) { status = Int(text) }
        } else {
            unsafe block.append(String(decoding: name, as: UTF8.self), text)
        }
        return true
    }

    mutating func endBlock() {
        if response != nil {
            response?.trailers = block
        } else if let status, (200...999).contains(status) {
            response = HTTP2Response(status: status, fields: block)
        } else {
            interim += 1
            if interim > Self.mostInterim { fail(.flooded) }
        }
    }

    /// - Returns: false when the limits are passed.
    mutating func add(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let count = response?.body.count, bytes.count <= limits.maxBodyBytes - count else {
            fail(.bodyTooLarge)
            return false
        }
        unsafe response?.body.append(contentsOf: bytes)
        return true
    }

    mutating func end() {
        if response != nil { isComplete = true }
    }

    /// Notes that we end stream or connection, with this error code for the peer.
    mutating func giveUp(code: UInt32) {
        if !isComplete { fail(.malformed(complaint ?? HTTP2Error.word(code))) }
    }

    /// Notes that the stream is gone, for a reason of the peer's if there was no other.
    mutating func close(code: UInt32) {
        if !isComplete { fail(goAwayCode.map { .goneAway(code: $0) } ?? .reset(code: code)) }
    }
}
