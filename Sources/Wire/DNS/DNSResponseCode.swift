/// What a server says of a query; twelve bits with EDNS.
package enum DNSResponseCode: Hashable, Sendable {
    case noError, formErr, servFail, nxDomain, notImp, refused
    /// Any other code; never one of 0...5.
    case other(UInt16)

    /// Code by number.
    package init(rawValue: UInt16) {
        self = Self.named.indices.contains(Int(rawValue)) ? Self.named[Int(rawValue)] : .other(rawValue)
    }

    /// Number by IANA's registry.
    package var rawValue: UInt16 {
        switch self {
        case .noError: 0
        case .formErr: 1
        case .servFail: 2
        case .nxDomain: 3
        case .notImp: 4
        case .refused: 5
        case .other(let code): code
        }
    }

    /// Lower-case word from a closed set, fit for a metric's label.
    package var label: String {
        switch self {
        case .noError: "noerror"
        case .formErr: "formerr"
        case .servFail: "servfail"
        case .nxDomain: "nxdomain"
        case .notImp: "notimp"
        case .refused: "refused"
        case .other: "other"
        }
    }

    /// Every value of `label`.
    package static let labels = named.map(\.label) + ["other"]

    private static let named: [DNSResponseCode] = [.noError, .formErr, .servFail, .nxDomain, .notImp, .refused]
}

extension DNSResponseCode: CustomStringConvertible {
    private static let mnemonics: [(text: String, number: UInt16)] = [
        ("NOERROR", 0), ("FORMERR", 1), ("SERVFAIL", 2), ("NXDOMAIN", 3), ("NOTIMP", 4), ("REFUSED", 5), ("YXDOMAIN", 6),
        ("YXRRSET", 7), ("NXRRSET", 8), ("NOTAUTH", 9), ("NOTZONE", 10), ("DSOTYPENI", 11), ("BADVERS", 16), ("BADSIG", 16),
        ("BADKEY", 17), ("BADTIME", 18), ("BADMODE", 19), ("BADNAME", 20), ("BADALG", 21), ("BADTRUNC", 22), ("BADCOOKIE", 23),
        ("NOTIMPL", 4),
    ]

    /// Code from its mnemonic in any case (IANA's registry "DNS RCODEs").
    package init?(_ text: some StringProtocol) {
        let upper = text.uppercased()
        guard let known = Self.mnemonics.first(where: { $0.text == upper }) else { return nil }
        self.init(rawValue: known.number)
    }

    /// Mnemonic, or `RCODE` and the number.
    package var description: String {
        Self.mnemonics.first { $0.number == rawValue }?.text ?? "RCODE\(rawValue)"
    }
}
