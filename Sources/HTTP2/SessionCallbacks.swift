import CNGHTTP2

/// What nghttp2 calls while it reads and writes; each callback gets the session's state and nothing else.
enum SessionCallbacks {
    private typealias State = UnsafeMutablePointer<StreamState>

    private static let failure = NGHTTP2_ERR_CALLBACK_FAILURE.rawValue

    /// - Returns: `nil` for lack of memory; otherwise the caller's to free.
    static func make() -> OpaquePointer? {
        var callbacks: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0 else { return nil }
        unsafe receiveHeaders(callbacks)
        unsafe receiveFrames(callbacks)
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, context in
            guard let state = unsafe SessionCallbacks.state(context), let header = unsafe frame?.pointee.hd else { return SessionCallbacks.failure }
            let endsStream = header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
            let carriesRequest =
                header.type == UInt8(NGHTTP2_DATA.rawValue) || header.type == UInt8(NGHTTP2_HEADERS.rawValue)
            if endsStream, carriesRequest { unsafe state.pointee.isRequestSent = true }
            return 0
        }
        unsafe nghttp2_session_callbacks_set_error_callback2(callbacks) { _, code, text, count, context in
            guard let state = unsafe SessionCallbacks.state(context) else { return SessionCallbacks.failure }
            let words = unsafe String(decoding: UnsafeRawBufferPointer(start: text, count: min(count, 200)), as: UTF8.self)
            unsafe state.pointee.complaint = words
            if code == NGHTTP2_ERR_SETTINGS_EXPECTED.rawValue { unsafe state.pointee.fail(.notHTTP2) }
            return 0
        }
        return unsafe callbacks
    }

    private static func receiveHeaders(_ callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, context in
            guard let state = unsafe SessionCallbacks.state(context), let frame = unsafe frame else { return SessionCallbacks.failure }
            if unsafe frame.pointee.hd.stream_id == state.pointee.streamID { unsafe state.pointee.beginBlock() }
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameLength, value, valueLength, _, context in
            guard let state = unsafe SessionCallbacks.state(context), let frame = unsafe frame else { return SessionCallbacks.failure }
            guard unsafe frame.pointee.hd.stream_id == state.pointee.streamID else { return 0 }
            let name = unsafe UnsafeBufferPointer(start: name, count: nameLength)
            let value = unsafe UnsafeBufferPointer(start: value, count: valueLength)
            return unsafe state.pointee.add(name: name, value: value) ? 0 : SessionCallbacks.failure
        }
    }

    private static func receiveFrames(_ callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, _, stream, data, count, context in
            guard let state = unsafe SessionCallbacks.state(context) else { return SessionCallbacks.failure }
            guard unsafe stream == state.pointee.streamID else { return 0 }
            return unsafe state.pointee.add(body: UnsafeBufferPointer(start: data, count: count)) ? 0 : SessionCallbacks.failure
        }
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, context in
            guard let state = unsafe SessionCallbacks.state(context), let frame = unsafe frame else { return SessionCallbacks.failure }
            unsafe SessionCallbacks.note(frame, in: &state.pointee)
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks) { _, _, code, context in
            guard let state = unsafe SessionCallbacks.state(context) else { return SessionCallbacks.failure }
            unsafe state.pointee.fail(HTTP2Error(library: code, reason: state.pointee.complaint))
            return 0
        }
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, code, context in
            guard let state = unsafe SessionCallbacks.state(context) else { return SessionCallbacks.failure }
            if unsafe stream == state.pointee.streamID, unsafe !state.pointee.isComplete {
                let error = unsafe state.pointee.goAwayCode.map { HTTP2Error.goneAway(code: $0) } ?? .reset(code: code)
                unsafe state.pointee.fail(error)
            }
            return 0
        }
    }

    private static func note(_ frame: UnsafePointer<nghttp2_frame>, in state: inout StreamState) {
        let header = unsafe frame.pointee.hd
        switch nghttp2_frame_type(UInt32(header.type)) {
        case NGHTTP2_GOAWAY: state.goAwayCode = unsafe frame.pointee.goaway.error_code
        case NGHTTP2_HEADERS where header.stream_id == state.streamID: state.endBlock()
        case NGHTTP2_DATA where header.stream_id == state.streamID: break
        default: return
        }
        if header.stream_id == state.streamID, header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 { state.end() }
    }

    private static func state(_ context: UnsafeMutableRawPointer?) -> State? {
        unsafe context?.assumingMemoryBound(to: StreamState.self)
    }
}
