import Probing
import Prometheus
import TLS

extension ProbeExposition {
    private static let earliestExpiry = MetricFamily(
        "probe_ssl_earliest_cert_expiry", .gauge,
        help: "When the first of the certificates the server presented ends, whether they convince or not.")
    private static let chainExpiry = MetricFamily(
        "probe_ssl_last_chain_expiry_timestamp_seconds", .gauge,
        help: "When the chain that vouches for the server ends; -62135596800, the year 1, when none does or none was looked for.")
    private static let chainInfo = MetricFamily(
        "probe_ssl_last_chain_info", .gauge, help: "1 under what the server's own certificate says, whether it convinces or not.")
    private static let verified = MetricFamily(
        "probe_ssl_verified", .gauge,
        help: "Whether the certificates convince, and why not under result, also where the module does not ask for it.")
    private static let notAfter = MetricFamily(
        "probe_ssl_certificate_not_after_timestamp_seconds", .gauge,
        help: "When each certificate the server presented ends, its own at position 0; whether they convince or not.")
    private static let notBefore = MetricFamily(
        "probe_ssl_certificate_not_before_timestamp_seconds", .gauge,
        help: "When each certificate the server presented begins, its own at position 0; whether they convince or not.")
    private static let cipherInfo = MetricFamily(
        "probe_tls_cipher_info", .gauge, help: "1 under the cipher suite agreed on, by its registered name.")
    private static let versionInfo = MetricFamily("probe_tls_version_info", .gauge, help: "1 under the TLS version agreed on.")

    /// Go's zero time, which blackbox_exporter gives for no chain.
    private static let noTime: Int64 = -62_135_596_800

    /// Nothing where no handshake was completed.
    func tls(into sink: inout MetricSink) {
        guard let handshake = outcome.tls else { return }
        if let earliest = handshake.chain.compactMap(\.notAfter).min() {
            sink.begin(Self.earliestExpiry)
            sink.sample(earliest)
        }
        sink.begin(Self.chainExpiry)
        sink.sample(verifies ? handshake.verifiedExpiry ?? Self.noTime : Self.noTime)
        if let leaf = handshake.chain.first { chainInfo(leaf, into: &sink) }
        sink.begin(Self.verified)
        sink.sample("result", handshake.verdict.word, handshake.verdict.isTrusted)
        certificates(handshake.chain, into: &sink)
        sink.begin(Self.cipherInfo)
        sink.sample("cipher", CipherSuiteName.registered(handshake.cipher), 1)
        sink.begin(Self.versionInfo)
        sink.sample("version", handshake.version.conventionalTLSVersion, 1)
    }

    private func chainInfo(_ leaf: PeerCertificate, into sink: inout MetricSink) {
        sink.begin(Self.chainInfo)
        sink.label("fingerprint_sha256", leaf.fingerprint)
        sink.label("issuer", DistinguishedNameText.conventional(leaf.issuer))
        sink.label("serialnumber", leaf.serial.withoutLeadingZeros)
        sink.label("subject", DistinguishedNameText.conventional(leaf.subject))
        sink.label("subjectalternative", leaf.dnsNames.joined(separator: ","))
        sink.value(1.0)
    }

    private func certificates(_ chain: [PeerCertificate], into sink: inout MetricSink) {
        for (family, instant) in [(Self.notAfter, \PeerCertificate.notAfter), (Self.notBefore, \.notBefore)] {
            sink.begin(family)
            for (position, certificate) in chain.enumerated() {
                guard let moment = certificate[keyPath: instant] else { continue }
                sink.label("position", position)
                sink.label("subject", certificate.subject)
                sink.label("issuer", certificate.issuer)
                sink.label("serialnumber", certificate.serial.withoutLeadingZeros)
                sink.value(moment)
            }
        }
    }

    /// Whether the module asks for certificates that convince.
    private var verifies: Bool {
        switch probe.module.kind {
        case .http(let settings): settings.tls.verifies
        case .tcp(let settings), .unix(let settings), .udp(let settings): settings.tls.verifies
        case .tls(let settings): settings.verifies
        case .dns(let settings): settings.tls.verifies
        case .grpc(let settings): settings.tls.verifies
        case .webSocket(let settings): settings.http.tls.verifies
        case .whatsAppChat(let settings): settings.http.tls.verifies
        case .icmp, .postgres: true
        }
    }
}

extension CertificateVerdict {
    /// The gravest finding as one word of a closed set; `ok` without any.
    fileprivate var word: String {
        switch gravest {
        case nil: "ok"
        case .selfSigned: "self_signed"
        case .unknownAuthority: "unknown_authority"
        case .nameMismatch: "name_mismatch"
        case .revoked: "revoked"
        case .notYetValid: "not_yet_valid"
        case .expired: "expired"
        case .other: "other"
        }
    }
}

extension String {
    /// `TLS 1.3` for OpenSSL's `TLSv1.3`, `TLS 1.0` for its `TLSv1`.
    fileprivate var conventionalTLSVersion: String {
        self == "TLSv1" ? "TLS 1.0" : hasPrefix("TLSv") ? "TLS \(dropFirst(4))" : self
    }

    /// A number as others write it.
    fileprivate var withoutLeadingZeros: String {
        var digits = self[...]
        while digits.utf8.count > 2, digits.hasPrefix("00") { digits = digits.dropFirst(2) }
        return String(digits)
    }
}
