/// Text from a peer, made fit to print: bounded, valid UTF-8, no control characters.
enum UntrustedText {
    /// The first `limit` bytes as text; what is not UTF-8, or steers a terminal, becomes U+FFFD.
    static func text(_ bytes: some Sequence<UInt8>, limit: Int = 512) -> String {
        let text = String(decoding: Array(bytes.prefix(limit)), as: UTF8.self)
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    static func text(_ bytes: UnsafePointer<UInt8>, _ count: Int, limit: Int = 512) -> String {
        unsafe text(UnsafeBufferPointer(start: bytes, count: max(0, count)), limit: limit)
    }
}
