import TLS
import Testing

@Suite struct TLSContextTests {
    @Test func namesTheFileThatIsMissing() {
        #expect(throws: TLSContextError.trustedFile(path: "/nowhere/ca.pem", reason: "No such file or directory")) {
            try TLSContext(systemTrust: TrustSources(), trustedFile: "/nowhere/ca.pem")
        }
        #expect(throws: TLSContextError.trustedFile(path: "/nowhere/system.pem", reason: "No such file or directory")) {
            try TLSContext(systemTrust: TrustSources(files: ["/nowhere/system.pem"]))
        }
    }

    @Test(arguments: [
        "", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\n",
        String(repeating: "\u{0}", count: 10_000),
    ])
    func refusesAFileWithoutCertificates(text: String) throws {
        let authority = try TestAuthority()
        try authority.write(text, to: "bad.pem")
        let path = authority.directory + "/bad.pem"
        let error = #expect(throws: TLSContextError.self) {
            try TLSContext(systemTrust: TrustSources(), trustedFile: path)
        }
        #expect(error?.description.hasPrefix(path + ": ") == true)
        #expect(OpenSSLError.drain().codes.isEmpty)
    }
}
