import CYAML

/// libyaml's event parser over bytes of its own.
@safe
struct YAMLEventParser: ~Copyable {
    // libyaml keeps both addresses until the parser is deleted.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    let file: String

    /// - Throws: only when libyaml has no memory.
    init(_ bytes: Span<UInt8>, file: String) throws(ConfigurationError) {
        self.file = file
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe self.parser = parser
        // libyaml would count a byte order mark as a column.
        let start = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
        unsafe input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count - start)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            _ = unsafe input.initialize(fromContentsOf: bytes[start...])
        }
        guard unsafe yaml_parser_initialize(parser) == 1 else { throw outOfMemory }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe input.deallocate()
    }

    /// The next event; after `.streamEnd` there is none.
    mutating func next() throws(ConfigurationError) -> YAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw problem }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe YAMLEvent(copying: event, file: file)
    }

    private var outOfMemory: ConfigurationError {
        ConfigurationError(SourcePosition(file: file, line: 1, column: 1), "no memory to read the file", "free some")
    }

    private var problem: ConfigurationError {
        let state = unsafe parser.pointee
        guard let text = unsafe state.problem else { return outOfMemory }
        let what = unsafe String(cString: text)
        guard unsafe state.error != YAML_READER_ERROR else {
            return ConfigurationError(position(ofByte: unsafe state.problem_offset), what, syntaxRemedy(for: what))
        }
        var context = ""
        if let text = unsafe state.context {
            context = unsafe " " + String(cString: text)
            if unsafe state.context_mark.line != state.problem_mark.line {
                context += unsafe " that starts at line \(state.context_mark.line + 1)"
            }
        }
        return ConfigurationError(
            SourcePosition(file: file, unsafe state.problem_mark), what + context, syntaxRemedy(for: what))
    }

    /// libyaml gives an encoding problem by its offset alone.
    private func position(ofByte offset: Int) -> SourcePosition {
        var line = 1
        var column = 1
        for index in unsafe 0..<min(offset, input.count) {
            let byte = unsafe input[index]
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourcePosition(file: file, line: line, column: column)
    }
}
