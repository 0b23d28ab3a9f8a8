extension IPAddress: CustomStringConvertible {
    /// Address from its text form, strictly: no spaces, zone, brackets, prefix length or octal.
    ///
    /// IPv4 is four decimal numbers without leading zeros; IPv6 is RFC 4291 section 2.2, embedded IPv4 included.
    package init?(_ text: some StringProtocol) {
        self.init(parsing: text)
    }

    // Beside the generic one, whose code callers of other modules would get unspecialised, at ten times the cost.

    /// Address from its text form, as strictly.
    package init?(_ text: String) { self.init(parsing: text) }

    /// Address from its text form, as strictly.
    package init?(_ text: Substring) { self.init(parsing: text) }

    private init?(parsing text: some StringProtocol) {
        let text = text.utf8
        // The longest form is eight full groups with the last two as IPv4: 45 bytes.
        guard text.count <= 45 else { return nil }
        if text.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(of: text) else { return nil }
            self.init(groups: groups)
        } else {
            guard let value = Self.dottedQuad(text) else { return nil }
            self = .v4(value)
        }
    }

    /// Dotted quad, or the canonical IPv6 form of RFC 5952 (IPv4-mapped addresses as `::ffff:192.0.2.1`).
    package var description: String {
        switch self {
        case .v4: return bytes.map { String($0) }.joined(separator: ".")
        case .v6(0, let low) where low >> 32 == 0xffff:
            return "::ffff:\(IPAddress.v4(UInt32(truncatingIfNeeded: low)))"
        case .v6(let high, let low):
            let groups = [high, low].flatMap { half in
                stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: half >> $0) }
            }
            func text(_ groups: some Sequence<UInt16>) -> String {
                groups.map { String($0, radix: 16) }.joined(separator: ":")
            }
            guard let zeros = Self.longestZeroRun(groups) else { return text(groups) }
            return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
        }
    }

    /// First of the longest runs of at least two zero groups (RFC 5952 section 4.2).
    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > best.count {
                best = start..<index + 1
            }
        }
        return best.count > 1 ? best : nil
    }

    private static func dottedQuad(_ text: some Collection<UInt8>) -> UInt32? {
        let fields = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard fields.count == 4 else { return nil }
        var value: UInt32 = 0
        for field in fields {
            guard (1...3).contains(field.count), field.count == 1 || field.first != UInt8(ascii: "0") else { return nil }
            var number: UInt32 = 0
            for byte in field {
                guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
                number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
            }
            guard number <= 255 else { return nil }
            value = value << 8 | number
        }
        return value
    }

    /// The eight groups of IPv6 text, its one `::` filled with at least one zero group.
    private static func groups(of text: some Collection<UInt8>) -> [UInt16]? {
        let colon = UInt8(ascii: ":")
        let fields = text.split(separator: colon, omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        var gap: Int?
        for (index, field) in fields.enumerated() {
            if field.isEmpty {
                // Beside an outer "::" stands one more empty field, at the very start or end.
                let isOuter = index == 0 || index == fields.count - 1
                if isOuter {
                    let neighbour = index == 0 ? 1 : index - 1
                    guard fields[neighbour].isEmpty else { return nil }
                } else {
                    guard gap == nil else { return nil }
                    gap = groups.count
                }
            } else if index == fields.count - 1, field.contains(UInt8(ascii: ".")) {
                guard let value = dottedQuad(field) else { return nil }
                groups += [UInt16(value >> 16), UInt16(truncatingIfNeeded: value)]
            } else {
                guard let group = hexGroup(field) else { return nil }
                groups.append(group)
            }
        }
        guard let gap else { return groups.count == 8 ? groups : nil }
        guard groups.count < 8 else { return nil }
        return groups[..<gap] + Array(repeating: 0, count: 8 - groups.count) + groups[gap...]
    }

    private static func hexGroup(_ field: some Collection<UInt8>) -> UInt16? {
        guard (1...4).contains(field.count) else { return nil }
        var value: UInt16 = 0
        for byte in field {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
