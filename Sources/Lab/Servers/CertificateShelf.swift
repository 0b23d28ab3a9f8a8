package import Certificates
import Synchronization
package import TLS

/// The certificates of the estate's servers, made when first asked for.
package final class CertificateShelf: Sendable {
    /// What a certificate is for; it serves for an hour of true time.
    private struct Key: Hashable {
        var owner: String
        var fault: TLSFault?
        var hour: Int64
    }

    /// The root to trust, in PEM form.
    package let rootPEM: String
    private let authority: CertificateAuthority
    /// The one nobody trusts.
    private let stranger: CertificateAuthority
    private let contexts = Mutex<[Key: TLSServerContext]>([:])

    /// - Parameter time: true time in Unix seconds, around which the roots are valid for ten years either way.
    package init(at time: Double) throws(CertificateError) {
        let validity = Self.moments(-3650 * Self.day...3650 * Self.day, around: time)
        authority = try CertificateAuthority(name: "Lab Root", validity: validity)
        stranger = try CertificateAuthority(name: "Unknown Root", validity: validity)
        rootPEM = authority.root.certificateChainPEM
    }

    /// What to present for a host at a moment of true time in Unix seconds, be it in the way a fault wants it.
    package func context(for host: String, fault: TLSFault? = nil, at time: Double) throws -> TLSServerContext {
        let hour = Int64(time) / 3600
        let certificate = Estate.certificate(of: host)
        let key = Key(owner: fault == .wrongName ? Estate.stranger : certificate.owner, fault: fault, hour: hour)
        if let context = contexts.withLock({ $0[key] }) { return context }
        let issuer = fault == .untrusted ? stranger : authority
        let validity =
            switch fault {
            case .expired: -90 * Self.day...(-Self.day)
            case .notYetValid: Self.day...90 * Self.day
            default: certificate.validity
            }
        let identity = try issuer.issue(for: Self.names(of: key.owner), validity: Self.moments(validity, around: time))
        let context = try TLSServerContext(identity)
        contexts.withLock { contexts in
            // A day's worth: hours pass, and certificates with them.
            if contexts.count >= 256 { contexts.removeAll() }
            contexts[key] = context
        }
        return context
    }

    private static let day = 86_400.0

    /// Whole seconds since 1970, of a range of seconds around a time.
    private static func moments(_ range: ClosedRange<Double>, around time: Double) -> ClosedRange<Int64> {
        let (first, last) = (time + range.lowerBound, time + range.upperBound)
        return Int64(first.rounded())...Int64(last.rounded())
    }

    /// Meta's certificates are for whole domains (whatsapp.md 1.2, 6).
    private static func names(of owner: String) -> [CertificateName] {
        switch owner {
        case "whatsapp.net":
            [
                "*.whatsapp.net", "*.cdn.whatsapp.net", "*.snr.whatsapp.net", "*.whatsapp.com", "wa.me", "whatsapp.com",
                "whatsapp.net",
            ].map { .dns($0) }
        case "facebook.com": [.dns("*.facebook.com"), .dns("facebook.com")]
        default: [.dns(owner)]
        }
    }
}
