/// Text from a peer, made fit to print: bounded, valid UTF-8, no control characters.
enum UntrustedText {
    /// The first `limit` bytes as text; what is not UTF-8, or steers a terminal, becomes U+FFFD.
    static func text(_ bytes: some Sequence<UInt8>, limit: Int = 512) -> String {
        let bytes = Array(bytes.prefix(limit))
        let text = String(decoding: bytes, as: UTF8.self)
        // Nearly all of it is plain ASCII, and the properties of scalars cost a search each.
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
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
