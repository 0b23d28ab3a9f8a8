import CRE2

/// A regular expression in RE2's syntax, which is also that of Go and of Prometheus.
///
/// Matching takes time linear in the text, whatever the expression and the text are; that is why it may be run on what a
/// stranger sends. Bytes that are not UTF-8 match nothing but themselves.
@safe package final class Pattern: Sendable {
    /// Why a text is no regular expression.
    package struct SyntaxError: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// One match and its groups.
    package struct Match: Sendable, Equatable {
        /// The whole match, then each group; `nil` for a group that took no part. Offsets into the text given.
        package let ranges: [Range<Int>?]
    }

    /// An expression that needs more than this is none to run on strangers' bytes.
    private static let mostMemoryBytes: Int64 = 8 << 20

    /// The expression as written.
    package let text: String
    /// The groups' names, in order; `nil` for one without a name.
    package let groupNames: [String?]
    // The address of a compiled expression, which RE2 promises may be matched by several threads at once.
    private let address: UInt

    package init(_ text: String) throws(SyntaxError) {
        self.text = text
        let bytes = Array(text.utf8CString)
        let expression = unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe whatsapp_re2_compile(bytes.baseAddress, bytes.count - 1, Self.mostMemoryBytes)
        }
        address = UInt(bitPattern: expression)
        groupNames = unsafe Self.groupNames(of: expression)
        if let error = unsafe whatsapp_re2_error(expression) { throw SyntaxError(description: unsafe String(cString: error)) }
    }

    deinit {
        unsafe whatsapp_re2_free(OpaquePointer(bitPattern: address))
    }

    /// Whether the expression matches anywhere in the text.
    package func matches(_ text: some Collection<UInt8>) -> Bool {
        unsafe search(text, groups: 0) { _ in true } ?? false
    }

    /// The first match in the text; `nil` for none.
    package func firstMatch(in text: some Collection<UInt8>) -> Match? {
        unsafe search(text, groups: groupNames.count + 1) { ranges in
            var match: [Range<Int>?] = []
            for index in ranges.indices {
                let range = unsafe ranges[index]
                match.append(range.begin < 0 ? nil : range.begin..<range.end)
            }
            return Match(ranges: match)
        }
    }

    private func search<Found>(
        _ text: some Collection<UInt8>, groups: Int, _ make: (UnsafeBufferPointer<whatsapp_re2_range>) -> Found
    ) -> Found? {
        let expression = unsafe OpaquePointer(bitPattern: address)
        return unsafe withUnsafeTemporaryAllocation(of: whatsapp_re2_range.self, capacity: max(groups, 1)) { ranges -> Found? in
            let isMatch = unsafe withContiguousBytes(of: text) { bytes in
                // A null pointer would stand for a text that is not there.
                unsafe whatsapp_re2_match(
                    expression, bytes.baseAddress ?? UnsafePointer(bitPattern: 1), bytes.count, ranges.baseAddress, Int32(groups))
            }
            return isMatch == 1 ? unsafe make(UnsafeBufferPointer(rebasing: ranges[..<groups])) : nil
        }
    }

    private static func groupNames(of expression: OpaquePointer?) -> [String?] {
        guard unsafe whatsapp_re2_error(expression) == nil else { return [] }
        let count = unsafe whatsapp_re2_groups(expression)
        return (0..<count).map { index in
            unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { room in
                let length = unsafe whatsapp_re2_group_name(expression, index + 1, room.baseAddress, room.count)
                guard length > 0 else { return nil }
                return unsafe String(decoding: UnsafeRawBufferPointer(start: room.baseAddress, count: length), as: UTF8.self)
            }
        }
    }
}

private func withContiguousBytes<Result>(
    of text: some Collection<UInt8>, _ body: (UnsafeBufferPointer<CChar>) -> Result
) -> Result {
    let direct = text.withContiguousStorageIfAvailable { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe body($0) }
    }
    if let direct { return direct }
    return unsafe Array(text).withUnsafeBufferPointer { bytes in
        unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe body($0) }
    }
}
