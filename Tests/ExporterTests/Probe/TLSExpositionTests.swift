import Posix
import Probing
import Testing
import Wire

@testable import Exporter
@testable import TLS

/// Outcomes of handshakes.
enum TLSOutcome {
    static func certificate(
        subject: String = "CN=localhost,O=Ex,C=NO", serial: String = "00ab12", notAfter: Int64? = 1_821_249_410,
        dnsNames: [String] = []
    ) -> PeerCertificate {
        PeerCertificate(
            subject: subject, issuer: "CN=Test CA,C=NO,O=Test", commonName: nil, serial: serial, notBefore: 1_700_000_000,
            notAfter: notAfter, dnsNames: dnsNames, ipAddresses: [], fingerprint: "92eb", isSelfIssued: false)
    }

    static func make(
        _ findings: [CertificateFinding], verifiedExpiry: Int64?, version: String = "TLSv1.3",
        cipher: String = "TLS_AES_256_GCM_SHA384",
        chain: [PeerCertificate]
    ) -> ProbeOutcome {
        var outcome = ProbeOutcome()
        outcome.address = SocketAddress(.v4(0x7f00_0001), port: 443)
        outcome.failure = findings.isEmpty ? nil : .tlsExpired
        outcome.tls = TLSHandshake(
            version: version, cipher: cipher, alpn: nil, verdict: CertificateVerdict(findings), chain: chain,
            verifiedExpiry: verifiedExpiry)
        return outcome
    }

    static let chain = [
        certificate(dnsNames: ["localhost", "*.example.com"]),
        certificate(subject: "CN=Test CA,C=NO,O=Test", serial: "01", notAfter: 1_800_000_000),
    ]
    static let valid = make([], verifiedExpiry: 1_810_000_000, chain: chain)
    static let invalid = make([.expired, .selfSigned], verifiedExpiry: nil, chain: chain)
}

@Suite struct TLSExpositionTests {
    private let families: Set = [
        "probe_ssl_earliest_cert_expiry", "probe_ssl_last_chain_expiry_timestamp_seconds", "probe_ssl_last_chain_info",
        "probe_tls_cipher_info", "probe_tls_version_info",
    ]

    @Test(arguments: [
        Module.Kind.http(HTTPSettings()), .tcp(DialogueSettings()), .tls(TLSSettings()), .grpc(GRPCSettings()),
        .webSocket(WebSocketSettings()), .dns(DNSSettings()), .postgres(PostgresSettings()),
    ])
    func everyProberTellsOfItsHandshake(kind: Module.Kind) {
        let exposed = Exposed(kind, TLSOutcome.valid)
        #expect(exposed.families.isSuperset(of: families))
        #expect(exposed["probe_ssl_earliest_cert_expiry"] == "1800000000")
        #expect(exposed["probe_ssl_last_chain_expiry_timestamp_seconds"] == "1810000000")
        #expect(
            exposed.family("probe_ssl_last_chain_info").keys.first
                == "{fingerprint_sha256=\"92eb\",issuer=\"CN=Test CA,O=Test,C=NO\",serialnumber=\"ab12\",subject=\"CN=localhost,O=Ex,C=NO\","
                + "subjectalternative=\"localhost,*.example.com\"}")
        #expect(exposed.family("probe_ssl_verified") == ["{result=\"ok\"}": "1"])
        #expect(exposed.family("probe_tls_version_info") == ["{version=\"TLS 1.3\"}": "1"])
        #expect(exposed.family("probe_tls_cipher_info") == ["{cipher=\"TLS_AES_256_GCM_SHA384\"}": "1"])
    }

    @Test func certificatesThatDoNotConvinceAreToldToo() {
        let exposed = Exposed(.tcp(DialogueSettings()), TLSOutcome.invalid)
        #expect(exposed.families.isSuperset(of: families))
        #expect(exposed["probe_ssl_earliest_cert_expiry"] == "1800000000")
        #expect(exposed["probe_ssl_last_chain_expiry_timestamp_seconds"] == "-62135596800")
        #expect(exposed.family("probe_ssl_verified") == ["{result=\"self_signed\"}": "0"])
        #expect(
            exposed.family("probe_ssl_certificate_not_after_timestamp_seconds") == [
                "{position=\"0\",subject=\"CN=localhost,O=Ex,C=NO\",issuer=\"CN=Test CA,C=NO,O=Test\",serialnumber=\"ab12\"}":
                    "1821249410",
                "{position=\"1\",subject=\"CN=Test CA,C=NO,O=Test\",issuer=\"CN=Test CA,C=NO,O=Test\",serialnumber=\"01\"}":
                    "1800000000",
            ])
        #expect(exposed.family("probe_ssl_certificate_not_before_timestamp_seconds").count == 2)
    }

    @Test func aModuleThatDoesNotVerifyHasNoChain() {
        var settings = HTTPSettings()
        settings.tls.verifies = false
        #expect(
            Exposed(.http(settings), TLSOutcome.valid)["probe_ssl_last_chain_expiry_timestamp_seconds"] == "-62135596800")
        #expect(Exposed(.http(settings), TLSOutcome.valid)["probe_ssl_verified{result=\"ok\"}"] == "1")
    }

    @Test(arguments: [("TLSv1", "TLS 1.0"), ("TLSv1.1", "TLS 1.1"), ("TLSv1.2", "TLS 1.2"), ("DTLSv1", "DTLSv1")])
    func spellsVersionsAsOthersDo(openSSL: String, spelled: String) {
        let outcome = TLSOutcome.make([], verifiedExpiry: nil, version: openSSL, chain: TLSOutcome.chain)
        #expect(Exposed(.tls(TLSSettings()), outcome)["probe_tls_version_info{version=\"\(spelled)\"}"] == "1")
    }

    @Test func certificatesWithoutReadableTimesAreLeftOut() {
        let outcome = TLSOutcome.make([], verifiedExpiry: nil, chain: [TLSOutcome.certificate(serial: "00", notAfter: nil)])
        let exposed = Exposed(.tls(TLSSettings()), outcome)
        #expect(exposed["probe_ssl_earliest_cert_expiry"] == nil)
        #expect(exposed.family("probe_ssl_certificate_not_after_timestamp_seconds").isEmpty)
        #expect(exposed.text.contains("serialnumber=\"00\""))
    }

    @Test func saysNothingWithoutAHandshake() {
        var outcome = TLSOutcome.valid
        outcome.tls = nil
        #expect(
            !Exposed(.tls(TLSSettings()), outcome).families.contains { $0.hasPrefix("probe_ssl") || $0.hasPrefix("probe_tls") })
    }
}
