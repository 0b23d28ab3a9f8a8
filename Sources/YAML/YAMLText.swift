import CYAML

/// Writes trees as YAML, by libyaml's emitter.
package enum YAMLText {
    /// The most bytes that are written: aliases could make a small file into any size.
    package static let limitBytes = 4 << 20

    /// A document's text, ending with a newline; `nil` when it would be longer than `limitBytes`.
    ///
    /// Comments, anchors and merge keys are gone; what was quoted stays quoted.
    /// - Parameter shown: what to write for a scalar, given its text and where it stood.
    package static func text(
        of document: YAMLNode, shown: (_ text: String, _ position: SourcePosition) -> String = { text, _ in text }
    ) -> String? {
        var emitter = YAMLEmitter(limitBytes: limitBytes)
        guard emitter.begin(), emitter.write(document, shown), emitter.end() else { return nil }
        return emitter.text
    }
}

/// libyaml's emitter and the bytes it writes.
@safe
private struct YAMLEmitter: ~Copyable {
    private let emitter: UnsafeMutablePointer<yaml_emitter_t>
    // libyaml keeps the addresses until the emitter is deleted.
    private let output: UnsafeMutableBufferPointer<UInt8>
    private let length: UnsafeMutablePointer<Int>

    init(limitBytes: Int) {
        unsafe emitter = .allocate(capacity: 1)
        unsafe emitter.initialize(to: yaml_emitter_t())
        unsafe output = .allocate(capacity: limitBytes)
        unsafe length = .allocate(capacity: 1)
        unsafe length.initialize(to: 0)
        // Without memory it has no buffers, and every event fails.
        guard unsafe yaml_emitter_initialize(emitter) == 1 else { return }
        unsafe yaml_emitter_set_output_string(emitter, output.baseAddress, output.count, length)
        unsafe yaml_emitter_set_encoding(emitter, YAML_UTF8_ENCODING)
        unsafe yaml_emitter_set_unicode(emitter, 1)
        unsafe yaml_emitter_set_width(emitter, -1)
    }

    deinit {
        unsafe yaml_emitter_delete(emitter)
        unsafe emitter.deallocate()
        unsafe output.deallocate()
        unsafe length.deallocate()
    }

    var text: String { unsafe String(decoding: output[..<length.pointee], as: UTF8.self) }

    mutating func begin() -> Bool {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) == 1, unsafe emit(&event) else {
            return false
        }
        return unsafe yaml_document_start_event_initialize(&event, nil, nil, nil, 1) == 1 && emit(&event)
    }

    mutating func end() -> Bool {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_document_end_event_initialize(&event, 1) == 1, unsafe emit(&event) else { return false }
        return unsafe yaml_stream_end_event_initialize(&event) == 1 && emit(&event) && yaml_emitter_flush(emitter) == 1
    }

    mutating func write(_ node: YAMLNode, _ shown: (String, SourcePosition) -> String) -> Bool {
        var event = unsafe yaml_event_t()
        switch node.content {
        case .null: return scalar("null", .plain)
        case .scalar(let text, let style):
            let shownText = shown(text, node.position)
            return scalar(shownText, style == .binary && shownText != text ? .quoted : style)
        case .sequence(let items):
            let style = items.isEmpty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
            guard unsafe yaml_sequence_start_event_initialize(&event, nil, nil, 1, style) == 1, unsafe emit(&event) else {
                return false
            }
            for item in items where !write(item, shown) { return false }
            return unsafe yaml_sequence_end_event_initialize(&event) == 1 && emit(&event)
        case .mapping(let entries):
            let style = entries.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
            guard unsafe yaml_mapping_start_event_initialize(&event, nil, nil, 1, style) == 1, unsafe emit(&event) else {
                return false
            }
            for entry in entries where !scalar(entry.key, .plain) || !write(entry.value, shown) { return false }
            return unsafe yaml_mapping_end_event_initialize(&event) == 1 && emit(&event)
        }
    }

    private mutating func scalar(_ text: String, _ style: YAMLNode.ScalarStyle) -> Bool {
        var event = unsafe yaml_event_t()
        let isPlain: Int32 = style == .plain ? 1 : 0
        let isText: Int32 = style == .binary ? 0 : 1
        var tag = style == .binary ? Array("tag:yaml.org,2002:binary".utf8) + [0] : []
        var bytes = Array(text.utf8)
        let written =
            switch style {
            case .plain, .binary: YAML_PLAIN_SCALAR_STYLE
            case .quoted where text.utf8.contains(0x0A): YAML_LITERAL_SCALAR_STYLE
            case .quoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
            }
        let isMade = unsafe tag.withUnsafeMutableBufferPointer { tag in
            unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                unsafe yaml_scalar_event_initialize(
                    &event, nil, tag.isEmpty ? nil : tag.baseAddress, bytes.baseAddress ?? UnsafeMutablePointer(bitPattern: 1),
                    Int32(bytes.count), isPlain, isText, written)
            }
        }
        return unsafe isMade == 1 && emit(&event)
    }

    /// libyaml frees the event whether it takes it or not.
    private func emit(_ event: inout yaml_event_t) -> Bool {
        unsafe yaml_emitter_emit(emitter, &event) == 1
    }
}
