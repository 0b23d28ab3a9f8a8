/// Domain name: labels of any bytes, compared without regard to ASCII case.
///
/// RFC 1035 section 3.1, RFC 4343.
package struct DNSName: Hashable, Sendable {
    /// Longest wire form, the root's byte included.
    package static let maximumSizeBytes = 255
    /// Longest label.
    package static let maximumLabelSizeBytes = 63

    /// The name without labels.
    package static let root = DNSName(wire: [0])

    /// Uncompressed wire form: each label after its length, then a zero; 1...255 bytes, case as given.
    package let bytes: [UInt8]

    /// Name from bytes known to be a whole uncompressed wire form.
    init(wire bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Name from its labels, leftmost first; `nil` if one is empty or too long, or the whole is.
    package init?(labels: some Sequence<some Collection<UInt8>>) {
        var bytes: [UInt8] = []
        for label in labels {
            guard let length = UInt8(exactly: label.count), 1...Self.maximumLabelSizeBytes ~= label.count,
                bytes.count + label.count + 2 <= Self.maximumSizeBytes
            else { return nil }
            bytes.append(length)
            bytes += label
        }
        self.bytes = bytes + [0]
    }

    /// Labels, leftmost first; none for the root.
    package var labels: [ArraySlice<UInt8>] {
        var labels: [ArraySlice<UInt8>] = []
        var start = 0
        while bytes[start] != 0 {
            let end = start + 1 + Int(bytes[start])
            labels.append(bytes[start + 1..<end])
            start = end
        }
        return labels
    }

    /// This name in front of `suffix`, as with a search domain; `nil` if the whole is too long.
    package func appending(_ suffix: DNSName) -> DNSName? {
        let whole = bytes.dropLast() + suffix.bytes
        return whole.count <= Self.maximumSizeBytes ? DNSName(wire: Array(whole)) : nil
    }

    /// Whether this name is `zone` or below it.
    package func isWithin(_ zone: DNSName) -> Bool {
        labels.suffix(zone.labels.count).map { $0.map(Self.folded) } == zone.labels.map { $0.map(Self.folded) }
    }

    /// Same labels, ASCII case aside.
    package static func == (left: DNSName, right: DNSName) -> Bool {
        left.bytes.elementsEqual(right.bytes) { folded($0) == folded($1) }
    }

    /// Hashes the labels, ASCII case aside.
    package func hash(into hasher: inout Hasher) {
        for byte in bytes { hasher.combine(Self.folded(byte)) }
    }

    /// ASCII lower case. Length bytes stay as they are: all are below `A`.
    static func folded(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
