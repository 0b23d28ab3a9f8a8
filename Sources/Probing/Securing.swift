package import Posix
package import TLS
import Wire

extension ProbeEnvironment {
    /// Puts TLS over a connection and verifies who answers: the phase `tls`.
    ///
    /// The handshake and the certificates go into the outcome also when they do not convince.
    /// - Parameters:
    ///   - serverName: whom the certificate must name, unless the settings say so.
    ///   - peer: for messages.
    ///   - protocols: the application protocols to offer, the preferred one first (ALPN); `outcome.tls` tells the one chosen.
    /// - Throws: for a certificate that does not convince only if the settings ask for it.
    package func secure(
        _ socket: consuming Socket, for serverName: String, peer: SocketAddress, settings: TLSSettings = TLSSettings(),
        offering protocols: [String] = [], into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> TLSStream {
        let serverName = settings.serverName ?? serverName
        var start = Deadline.now
        let stream = try prepare(socket, settings.context ?? tls, serverName, protocols, peer)
        let handshake: TLSHandshake
        do throws(TLSError) {
            handshake = try await stream.handshake(until: deadline)
        } catch {
            throw noted(ProbeFailure(error, with: peer), "TLS handshake failed", with: peer)
        }
        outcome.finish(.tls, since: &start)
        outcome.tls = handshake
        outcome.tlsVersion = handshake.version
        outcome.certificates = PresentedCertificate.of(handshake.chain)
        note(
            .debug, "TLS established",
            [
                "server_name": serverName, "version": handshake.version, "cipher": handshake.cipher,
                "protocol": handshake.alpn ?? "", "certificate": subject(handshake.chain), "verified": "\(handshake.verdict)",
            ])
        guard settings.verifies, let finding = handshake.verdict.gravest else { return stream }
        let failure = ProbeFailure(
            FailureReason(finding), "\(serverName) at \(peer): \(handshake.verdict), \(subject(handshake.chain))")
        throw noted(failure, "Certificate not accepted", with: peer)
    }

    private func prepare(
        _ socket: consuming Socket, _ context: TLSContext, _ serverName: String, _ protocols: [String], _ peer: SocketAddress
    ) throws(ProbeFailure) -> TLSStream {
        do throws(TLSError) {
            return try TLSStream(
                over: socket, context: context, serverName: serverName, alpn: protocols, verificationTime: Int64(now()))
        } catch {
            throw noted(ProbeFailure(error, with: peer), "TLS cannot begin", with: peer)
        }
    }

    private func noted(_ failure: ProbeFailure, _ message: String, with peer: SocketAddress) -> ProbeFailure {
        note(.error, message, ["address": "\(peer)", "error": failure.detail])
        return failure
    }

    private func subject(_ chain: [PeerCertificate]) -> String {
        chain.first.map { "issued by \($0.issuer) for \($0.commonName ?? $0.subject)" } ?? "no certificate"
    }
}

extension PresentedCertificate {
    /// The leaf, and of the rest the one that ends first: what expires next breaks the chain.
    static func of(_ chain: [PeerCertificate]) -> [PresentedCertificate] {
        let leaf = chain.first.flatMap { PresentedCertificate($0, as: .leaf) }
        let rest = chain.dropFirst().compactMap { PresentedCertificate($0, as: .intermediate) }
        return [leaf, rest.min { $0.notAfter < $1.notAfter }].compactMap(\.self)
    }

    private init?(_ certificate: PeerCertificate, as role: Role) {
        guard let notBefore = certificate.notBefore, let notAfter = certificate.notAfter else { return nil }
        self.init(role: role, serial: certificate.serial, notBefore: notBefore, notAfter: notAfter)
    }
}

extension FailureReason {
    init(_ finding: CertificateFinding) {
        switch finding {
        case .selfSigned, .unknownAuthority: self = .tlsUnknownAuthority
        case .nameMismatch: self = .tlsNameMismatch
        case .notYetValid: self = .tlsNotYetValid
        case .expired: self = .tlsExpired
        case .revoked, .other: self = .tlsInvalidCertificate
        }
    }
}

extension ProbeFailure {
    init(_ error: TLSError, with peer: SocketAddress) {
        switch error {
        case .socket(let error): self.init(error, during: .tls, with: peer)
        case .notTLS: self.init(.tlsNotTLS, "\(peer): \(error)")
        case .endOfStream, .protocolVersion, .alert, .invalidServerName, .failed:
            self.init(.tlsHandshakeFailed, "\(peer): \(error)")
        }
    }
}
