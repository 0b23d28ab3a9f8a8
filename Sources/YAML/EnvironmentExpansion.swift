/// Replaces `${NAME}` and `${NAME:-default}` in a text, and `$$` by `$`; any other `$` stays as it is.
///
/// As in the shell, the default also stands in for an empty variable. What a variable holds is not expanded again.
struct EnvironmentExpansion {
    struct Failure: Error {
        let what: String
        let remedy: String
    }

    let environment: (String) -> String?

    /// - Parameter allowanceBytes: what variables may still add; lowered by what these did.
    func expand(_ text: String, allowanceBytes: inout Int) throws(Failure) -> String {
        var rest = text.utf8[...]
        var expanded = ""
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            expanded += String(Substring(rest[..<dollar]))
            let next = rest.index(after: dollar)
            rest = rest[next...]
            switch rest.first {
            case UInt8(ascii: "$"):
                expanded += "$"
                rest = rest.dropFirst()
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
                    throw Failure(what: "${ is not closed", remedy: "write ${NAME}, or $${ for the characters themselves")
                }
                let value = try value(of: Substring(rest[rest.index(after: next)..<end]))
                allowanceBytes -= value.utf8.count
                guard allowanceBytes >= 0 else {
                    throw Failure(what: "variables add too much text", remedy: "use fewer or shorter ones")
                }
                expanded += value
                rest = rest[rest.index(after: end)...]
            default: expanded += "$"
            }
        }
        return expanded + String(Substring(rest))
    }

    private func value(of reference: Substring) throws(Failure) -> String {
        let name = reference.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        let rest = reference[name.endIndex...]
        guard let first = name.first, !first.isNumber, rest.isEmpty || rest.hasPrefix(":-") else {
            throw Failure(
                what: "${\(shortened(reference))} names no variable",
                remedy: "write ${NAME} or ${NAME:-default}, or $${ for the characters themselves")
        }
        let value = environment(String(name))
        if !rest.isEmpty, value ?? "" == "" { return String(rest.dropFirst(2)) }
        guard let value else {
            throw Failure(
                what: "the variable \(shortened(name)) is not set", remedy: "set it, or write ${\(shortened(name)):-default}")
        }
        return value
    }
}
