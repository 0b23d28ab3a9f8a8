import CNGHTTP2

/// What nghttp2 calls while it reads and writes; each callback gets the session's state and nothing else.
enum SessionCallbacks {
    private typealias Frame = UnsafePointer<nghttp2_frame>

    /// - Returns: `nil` for lack of memory; otherwise the caller's to free.
    static func make() -> OpaquePointer? {
        var callbacks: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0 else { return nil }
        unsafe setHeaders(callbacks)
        unsafe setFrames(callbacks)
        unsafe setErrors(callbacks)
        return unsafe callbacks
    }

    private static func setHeaders(_ callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, context in
            unsafe SessionCallbacks.update(context) { state in
                if unsafe frame?.pointee.hd.stream_id == state.streamID { state.beginBlock() }
                return true
            }
        }
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameLength, value, valueLength, _, context in
            unsafe SessionCallbacks.update(context) { state in
                guard unsafe frame?.pointee.hd.stream_id == state.streamID else { return true }
                return unsafe state.add(
                    name: UnsafeBufferPointer(start: name, count: nameLength),
                    value: UnsafeBufferPointer(start: value, count: valueLength))
            }
        }
    }

    private static func setFrames(_ callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) { _, _, stream, data, count, context in
            unsafe SessionCallbacks.update(context) { state in
                unsafe stream != state.streamID || state.add(body: UnsafeBufferPointer(start: data, count: count))
            }
        }
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, context in
            unsafe SessionCallbacks.update(context) { state in
                if let frame = unsafe frame { unsafe SessionCallbacks.note(received: frame, in: &state) }
                return true
            }
        }
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, context in
            unsafe SessionCallbacks.update(context) { state in
                if let frame = unsafe frame { unsafe SessionCallbacks.note(sent: frame, in: &state) }
                return true
            }
        }
    }

    private static func setErrors(_ callbacks: OpaquePointer?) {
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, code, context in
            unsafe SessionCallbacks.update(context) { state in
                if stream == state.streamID { state.close(code: code) }
                return true
            }
        }
        unsafe nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks) { _, _, code, context in
            unsafe SessionCallbacks.update(context) { state in
                state.fail(HTTP2Error(library: code, reason: state.complaint))
                return true
            }
        }
        unsafe nghttp2_session_callbacks_set_error_callback2(callbacks) { _, code, text, count, context in
            unsafe SessionCallbacks.update(context) { state in
                let words = unsafe UnsafeRawBufferPointer(start: text, count: min(count, 200))
                state.complaint = unsafe String(decoding: words, as: UTF8.self)
                if code == NGHTTP2_ERR_SETTINGS_EXPECTED.rawValue { state.fail(.notHTTP2) }
                return true
            }
        }
    }

    private static func note(received frame: Frame, in state: inout StreamState) {
        let header = unsafe frame.pointee.hd
        switch nghttp2_frame_type(UInt32(header.type)) {
        case NGHTTP2_GOAWAY: state.goAwayCode = unsafe frame.pointee.goaway.error_code
        case NGHTTP2_HEADERS where header.stream_id == state.streamID: state.endBlock()
        default: break
        }
        if header.stream_id == state.streamID, endsStream(header) { state.end() }
    }

    private static func note(sent frame: Frame, in state: inout StreamState) {
        let header = unsafe frame.pointee.hd
        switch nghttp2_frame_type(UInt32(header.type)) {
        // We give nothing up by ourselves: nghttp2 does, on a peer that breaks the protocol, and not always says why.
        case NGHTTP2_GOAWAY: state.giveUp(code: unsafe frame.pointee.goaway.error_code)
        case NGHTTP2_RST_STREAM where header.stream_id == state.streamID:
            state.giveUp(code: unsafe frame.pointee.rst_stream.error_code)
        default:
            if header.stream_id == state.streamID, endsStream(header) { state.isRequestSent = true }
        }
    }

    /// The flag's number means something else in other frames.
    private static func endsStream(_ header: nghttp2_frame_hd) -> Bool {
        let type = nghttp2_frame_type(UInt32(header.type))
        return (type == NGHTTP2_HEADERS || type == NGHTTP2_DATA)
            && header.flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0
    }

    /// - Parameter change: false ends the session.
    private static func update(_ context: UnsafeMutableRawPointer?, _ change: (inout StreamState) -> Bool) -> Int32 {
        guard let state = unsafe context?.assumingMemoryBound(to: StreamState.self), unsafe change(&state.pointee) else {
            return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
        }
        return 0
    }
}
