import CNGHTTP2

/// A client's end of an HTTP/2 connection that carries one request: bytes in, bytes out, no sockets.
///
/// The caller sends what ``takeOutput()`` gives and hands what comes to ``receive(_:)``, until ``response`` is there:
/// ```swift
/// var session = try HTTP2Session(request)
/// while session.response == nil {
///     while case let bytes = try session.takeOutput(), !bytes.isEmpty { … send … }
///     … read; at the end of the stream: throw session.endOfStream() …
///     try session.receive(bytes.span)
/// }
/// ```
@safe package struct HTTP2Session: ~Copyable {
    /// How much the peer may send ahead of what we have read.
    private static let windowBytes: Int32 = 1 << 20
    /// Enough for one write at a time.
    private static let outputBytes = 64 << 10

    private let session: OpaquePointer
    private let state: UnsafeMutablePointer<StreamState>
    private var receivedBytes = 0

    /// - Throws: `.invalidRequest`; `.library`.
    package init(_ request: HTTP2Request, limits: HTTP2Limits = HTTP2Limits()) throws(HTTP2Error) {
        guard let list = request.headerList() else { throw .invalidRequest }
        try self.init(StreamState(request, limits: limits))
        // An owner half made cannot be given up: takeOutput() throws what goes wrong here.
        note(submitSettings(limits))
        note(submit(list, withBody: !request.body.isEmpty))
    }

    private init(_ initial: StreamState) throws(HTTP2Error) {
        guard let callbacks = unsafe SessionCallbacks.make() else { throw .library("out of memory") }
        defer { unsafe nghttp2_session_callbacks_del(callbacks) }
        let state = UnsafeMutablePointer<StreamState>.allocate(capacity: 1)
        unsafe state.initialize(to: initial)
        var session: OpaquePointer?
        let code = unsafe nghttp2_session_client_new(&session, callbacks, state)
        guard code == 0, let session = unsafe session else {
            unsafe state.deinitialize(count: 1)
            unsafe state.deallocate()
            throw HTTP2Error(library: code)
        }
        unsafe self.session = session
        unsafe self.state = state
    }

    deinit {
        unsafe nghttp2_session_del(session)
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    private func submitSettings(_ limits: HTTP2Limits) -> Int32 {
        let settings = [
            nghttp2_settings_entry(settings_id: Int32(NGHTTP2_SETTINGS_ENABLE_PUSH.rawValue), value: 0),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE.rawValue), value: UInt32(Self.windowBytes)),
            nghttp2_settings_entry(
                settings_id: Int32(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE.rawValue),
                value: UInt32(clamping: limits.maxHeadBytes)),
        ]
        let code = unsafe nghttp2_submit_settings(session, 0, settings, settings.count)
        return code < 0 ? code : unsafe nghttp2_session_set_local_window_size(session, 0, 0, Self.windowBytes)
    }

    private func submit(_ list: [(name: String, value: String)], withBody hasBody: Bool) -> Int32 {
        var text: [UInt8] = []
        for (name, value) in list {
            text += name.utf8
            text += value.utf8
        }
        let stream = unsafe text.withUnsafeMutableBufferPointer { text in
            var start = text.baseAddress
            let pairs = unsafe list.map { name, value in
                let nameStart = unsafe start
                let valueStart = unsafe nameStart?.advanced(by: name.utf8.count)
                unsafe start = valueStart?.advanced(by: value.utf8.count)
                return unsafe nghttp2_nv(
                    name: nameStart, value: valueStart, namelen: name.utf8.count, valuelen: value.utf8.count,
                    flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
            }
            guard hasBody else { return unsafe nghttp2_submit_request(session, nil, pairs, pairs.count, nil, nil) }
            var body = unsafe nghttp2_data_provider(source: nghttp2_data_source(ptr: state), read_callback: Self.readBody)
            return unsafe nghttp2_submit_request(session, nil, pairs, pairs.count, &body, nil)
        }
        unsafe state.pointee.streamID = stream
        return stream
    }

    private static let readBody: nghttp2_data_source_read_callback = { _, _, room, length, flags, source, _ in
        guard let state = unsafe source?.pointee.ptr?.assumingMemoryBound(to: StreamState.self) else {
            return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
        }
        let rest = unsafe state.pointee.requestBody[state.pointee.bodyBytesSent...]
        let part = rest.prefix(length)
        _ = unsafe UnsafeMutableBufferPointer(start: room, count: length).update(fromContentsOf: part)
        unsafe state.pointee.bodyBytesSent += part.count
        if part.count == rest.count { unsafe flags?.pointee |= UInt32(NGHTTP2_DATA_FLAG_EOF.rawValue) }
        return part.count
    }

    private func note(_ code: Int32) {
        if code < 0 { unsafe state.pointee.fail(HTTP2Error(library: code)) }
    }

    // MARK: Bytes

    /// The next bytes for the peer, about 64 KiB at most; empty when there is nothing to send now.
    /// - Throws: when no answer can come any more: what would tell the peer so is not worth a write.
    package mutating func takeOutput() throws(HTTP2Error) -> [UInt8] {
        var output: [UInt8] = []
        while output.count < Self.outputBytes {
            var bytes: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &bytes)
            guard count >= 0 else { throw HTTP2Error(library: Int32(clamping: count)) }
            guard count > 0 else { break }
            unsafe output.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        }
        if let fault = unsafe state.pointee.fault { throw fault }
        return output
    }

    /// Takes in what the peer sent.
    /// - Throws: when no answer can come any more; the session is of no use then.
    package mutating func receive(_ bytes: Span<UInt8>) throws(HTTP2Error) {
        receivedBytes += bytes.count
        let code = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe nghttp2_session_mem_recv(session, bytes.baseAddress, bytes.count)
        }
        if unsafe state.pointee.isComplete { return }
        if let fault = unsafe state.pointee.fault { throw fault }
        guard code >= 0 else { throw HTTP2Error(library: Int32(clamping: code), reason: unsafe state.pointee.complaint) }
        let bodyBytes = unsafe state.pointee.response?.body.count ?? 0
        guard unsafe receivedBytes - 2 * bodyBytes <= state.pointee.limits.maxOverheadBytes else { throw .flooded }
    }

    /// What it means that the peer closed the connection before the answer was complete.
    package func endOfStream() -> HTTP2Error {
        unsafe state.pointee.goAwayCode.flatMap { $0 == 0 ? nil : .goneAway(code: $0) } ?? .truncated
    }

    // MARK: Progress

    /// Whether ``takeOutput()`` has given out the whole request.
    package var isRequestSent: Bool { unsafe state.pointee.isRequestSent }

    /// Whether the answer's first header field, be it of an interim answer, has come.
    package var hasAnswerBegun: Bool { unsafe state.pointee.hasBegun }

    /// The answer; `nil` before all of it is there.
    package var response: HTTP2Response? { unsafe state.pointee.isComplete ? state.pointee.response : nil }
}
