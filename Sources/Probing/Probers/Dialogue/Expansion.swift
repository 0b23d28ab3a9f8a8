import Patterns

extension Pattern {
    /// Fills a template with what a match holds, by the rules of Go's `Regexp.Expand`.
    ///
    /// `${name}`, `${1}`, `$name` and `$1` stand for a group, where `$1x` is the group named `1x`; for one that does not exist or
    /// took no part they stand for nothing. `$$` is a dollar sign, and so is a `$` that begins none of these.
    func expand(_ template: String, with match: Match, in text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = template.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "$" else {
                result += UTF8.encode(scalar).map { Array($0) } ?? []
                continue
            }
            if rest.first == "$" {
                rest.removeFirst()
                result.append(UInt8(ascii: "$"))
            } else if let name = Self.takeName(from: &rest) {
                if let range = group(name).flatMap({ match.ranges[$0] }) { result += text[range] }
            } else {
                result.append(UInt8(ascii: "$"))
            }
        }
        return result
    }

    /// The number of the group a template means; `nil` for one there is not.
    private func group(_ name: String) -> Int? {
        let isNumber = name.utf8.allSatisfy { (0x30...0x39).contains($0) } && (name == "0" || !name.hasPrefix("0"))
        guard isNumber else { return groupNames.firstIndex(of: name).map { $0 + 1 } }
        guard let number = Int(name), number <= groupNames.count else { return nil }
        return number
    }

    /// Takes `name` or `{name}` off a template; leaves it alone when it begins with neither.
    private static func takeName(from rest: inout Substring.UnicodeScalarView) -> String? {
        var ahead = rest
        let isBraced = ahead.first == "{"
        if isBraced { ahead.removeFirst() }
        let name = ahead.prefix(while: isNamePart)
        guard !name.isEmpty else { return nil }
        ahead = ahead[name.endIndex...]
        if isBraced {
            guard ahead.popFirst() == "}" else { return nil }
        }
        rest = ahead
        return String(Substring(name))
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
        default: scalar == "_"
        }
    }
}
