import Posix
import TLS
import Wire

extension ProbeEnvironment {
    /// Puts TLS over a connection and verifies who answers: the phase `tls`.
    ///
    /// The certificates go into the outcome also when they do not convince.
    func secure(
        _ socket: consuming Socket, for serverName: String, peer: SocketAddress, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> TLSStream {
        var start = Deadline.now
        let stream = try prepare(socket, for: serverName, peer: peer)
        let handshake: TLSHandshake
        do throws(TLSError) {
            handshake = try await stream.handshake(until: deadline)
        } catch {
            throw ProbeFailure(error, with: peer)
        }
        outcome.finish(.tls, since: &start)
        outcome.tlsVersion = handshake.version
        outcome.certificates = PresentedCertificate.of(handshake.chain)
        guard let finding = handshake.verdict.gravest else { return stream }
        throw ProbeFailure(FailureReason(finding), "\(serverName) at \(peer): \(handshake.verdict), \(subject(handshake.chain))")
    }

    private func prepare(
        _ socket: consuming Socket, for serverName: String, peer: SocketAddress
    ) throws(ProbeFailure) -> TLSStream {
        do throws(TLSError) {
            return try TLSStream(over: socket, context: tls, serverName: serverName, verificationTime: Int64(now()))
        } catch {
            throw ProbeFailure(error, with: peer)
        }
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
