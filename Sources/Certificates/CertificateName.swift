package import Wire

/// Whom a certificate is for.
package enum CertificateName: Hashable, Sendable {
    /// A name in ASCII form; `*` may stand for its first label.
    case dns(String)
    case ip(IPAddress)

    /// The name in the notation of OpenSSL's `subjectAltName` (x509v3_config(5)).
    func subjectAltName() throws(CertificateError) -> String {
        switch self {
        case .ip(let address): return "IP:\(address)"
        case .dns(let name):
            let stem = name.hasPrefix("*.") ? name.dropFirst(2) : name[...]
            // A comma would begin an entry of the notation, so nothing unusual may pass.
            let isName = !stem.isEmpty && stem.utf8.allSatisfy(Self.isNameByte) && name.utf8.count <= 253
            guard isName else { throw .invalidName(name) }
            return "DNS:\(name)"
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
