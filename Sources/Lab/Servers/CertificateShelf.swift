package import Certificates
import Synchronization
package import TLS

/// The certificates of the estate's servers, made when first asked for.
package final class CertificateShelf: Sendable {
    /// A moment of true time cut to the hour, for which a certificate is good.
    private struct Key: Hashable {
        var names: [CertificateName]
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
        let validity = Self.days(-3650...3650, around: Int64(time))
        authority = try CertificateAuthority(name: "Lab Root", validity: validity)
        stranger = try CertificateAuthority(name: "Unknown Root", validity: validity)
        rootPEM = authority.root.certificateChainPEM
    }

    /// What to present for a host at a moment of true time in Unix seconds, be it in the way a fault wants it.
    package func context(for host: String, fault: TLSFault? = nil, at time: Double) throws -> TLSServerContext {
        let hour = Int64(time) / 3600
        let key = Key(names: Self.names(for: fault == .wrongName ? "stranger.example" : host), fault: fault, hour: hour)
        if let context = contexts.withLock({ $0[key] }) { return context }
        let issuer = fault == .untrusted ? stranger : authority
        let validity: ClosedRange<Int64> =
            switch fault {
            case .expired: -90...(-1)
            case .notYetValid: 1...90
            default: -30...60
            }
        let identity = try issuer.issue(for: key.names, validity: Self.days(validity, around: hour * 3600))
        let context = try TLSServerContext(identity)
        contexts.withLock { contexts in
            // A day's worth: hours pass, and certificates with them.
            if contexts.count >= 256 { contexts.removeAll() }
            contexts[key] = context
        }
        return context
    }

    private static func days(_ days: ClosedRange<Int64>, around time: Int64) -> ClosedRange<Int64> {
        (time + days.lowerBound * 86_400)...(time + days.upperBound * 86_400)
    }

    /// Meta's certificates are for whole domains (whatsapp.md 1.2, 6).
    private static func names(for host: String) -> [CertificateName] {
        if host == "wa.me" || host.hasSuffix(".whatsapp.net") || host.hasSuffix(".whatsapp.com") {
            return [
                "*.whatsapp.net", "*.cdn.whatsapp.net", "*.snr.whatsapp.net", "*.whatsapp.com", "wa.me", "whatsapp.com",
                "whatsapp.net",
            ].map { .dns($0) }
        }
        if host.hasSuffix(".facebook.com") { return [.dns("*.facebook.com"), .dns("facebook.com")] }
        return [.dns(host)]
    }
}
