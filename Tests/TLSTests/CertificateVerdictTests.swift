import Testing

@testable import TLS

@Suite struct CertificateVerdictTests {
    @Test func putsTheGravestFirstAndEachOnce() {
        let verdict = CertificateVerdict([.expired, .other(66), .nameMismatch, .unknownAuthority, .expired])
        #expect(verdict.findings == [.unknownAuthority, .nameMismatch, .expired, .other(66)])
        #expect(verdict.gravest == .unknownAuthority)
        #expect(!verdict.isTrusted)
        #expect(
            verdict.description
                == "unknown authority, certificate is for another name, certificate has expired, EE certificate key too weak")
    }

    @Test func isTrustedWithoutFindings() {
        #expect(CertificateVerdict([]).isTrusted)
        #expect(CertificateVerdict([]).gravest == nil)
        #expect(CertificateVerdict([]).description == "ok")
    }

    @Test func countsAFailureBeforeTheWalk() {
        #expect(Verification().verdict(result: 1).findings == [.other(1)])
        #expect(Verification().verdict(result: 0).isTrusted)
    }

    @Test func hasWordsForUnknownCodes() {
        #expect(!CertificateFinding.other(123_456).description.isEmpty)
    }
}
