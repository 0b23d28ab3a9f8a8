import COpenSSL
import Foundation
import Testing
import Wire

@testable import TLS

@Suite struct PeerCertificateTests {
    let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    private func der(_ credentials: TestAuthority.Credentials) throws -> [UInt8] {
        try authority.openssl("x509", "-in", credentials.certificate, "-outform", "DER", "-out", "certificate.der")
        return Array(try Data(contentsOf: URL(fileURLWithPath: authority.directory + "/certificate.der")))
    }

    /// Reads a certificate from its DER form; `nil` when OpenSSL takes it for none.
    private func read(_ der: [UInt8]) -> PeerCertificate? {
        let certificate = unsafe der.withUnsafeBufferPointer { bytes in
            var next = bytes.baseAddress
            return unsafe d2i_X509(nil, &next, bytes.count)
        }
        defer {
            unsafe X509_free(certificate)
            OpenSSLError.clear()
        }
        return unsafe certificate.map { unsafe PeerCertificate($0) }
    }

    @Test func readsARoot() throws {
        let root = TestAuthority.Credentials(certificate: authority.root, key: "")
        let bytes = try der(root)
        let certificate = try #require(read(bytes))
        #expect(certificate.subject == "CN=Test Root")
        #expect(certificate.issuer == "CN=Test Root")
        #expect(certificate.isSelfIssued)
        #expect(certificate.dnsNames.isEmpty && certificate.ipAddresses.isEmpty)
        let digest = try SHA256.hash(bytes)
        #expect(certificate.fingerprint == digest.map { String(format: "%02x", $0) }.joined())
        #expect((2...40).contains(certificate.serial.utf8.count))
    }

    @Test func keepsTextThatIsNotASCII() throws {
        let credentials = try authority.issue(
            "leaf", subject: "/O=A, B/CN=Zürich", extensions: "subjectAltName=DNS:a.test", by: .root)
        let certificate = try #require(read(try der(credentials)))
        #expect(certificate.commonName == "Zürich")
        #expect(certificate.subject == #"CN=Zürich,O=A\, B"#)
    }

    @Test func boundsGiantFields() throws {
        let units = (0..<100).map { "/OU=\($0)" + String(repeating: "x", count: 60) }.joined()
        let names = (0..<300).map { "DNS:\($0).test,IP:10.0.\($0 / 256).\($0 % 256)" }.joined(separator: ",")
        let credentials = try authority.issue(
            "leaf", subject: "/CN=leaf\(units)",
            extensions: "subjectAltName=DNS:" + String(repeating: "a", count: 60_000) + "," + names,
            by: .root)
        let certificate = try #require(read(try der(credentials)))
        #expect(certificate.subject.utf8.count == 512)
        #expect(certificate.commonName == "leaf")
        #expect(certificate.dnsNames.count == 64)
        #expect(certificate.dnsNames[0].utf8.count == 253)
        #expect(certificate.dnsNames[1] == "0.test")
        #expect(certificate.ipAddresses.count == 64)
    }

    @Test func doesNotStopAtNULNorPassOnControls() throws {
        let credentials = try authority.issue(
            "leaf", subject: "/CN=good1evil2x", extensions: "subjectAltName=DNS:good3evil4x", by: .root)
        let bytes = try der(credentials).map { byte -> UInt8 in byte }
        let patched = replace("good1evil2x", [103, 111, 111, 100, 0, 101, 118, 105, 108, 27, 120], in: bytes)
        let certificate = try #require(
            read(replace("good3evil4x", [103, 111, 111, 100, 0, 101, 118, 105, 108, 27, 120], in: patched)))
        #expect(certificate.commonName == "good\u{FFFD}evil\u{FFFD}x")
        #expect(certificate.dnsNames == ["good\u{FFFD}evil\u{FFFD}x"])
        #expect(certificate.subject == #"CN=good\00evil\1Bx"#)
    }

    @Test func hasNoTimeWhereTheCertificateHasNone() throws {
        let bytes = try der(try authority.leaf(names: ["DNS:a.test"], to: "20300203040506Z"))
        let certificate = try #require(read(replace("300203040506Z", Array("309903040506Z".utf8), in: bytes)))
        #expect(certificate.notAfter == nil)
        #expect(certificate.notBefore == 1_704_067_200)
    }

    @Test func survivesAnyFalseByte() throws {
        let bytes = try der(try authority.leaf(names: ["DNS:a.test", "IP:192.0.2.1"]))
        var readable = 0
        for position in bytes.indices {
            for value: UInt8 in [0, 0x7F, 0x80, 0xFF, bytes[position] ^ 1] {
                var damaged = bytes
                damaged[position] = value
                guard let certificate = read(damaged) else { continue }
                readable += 1
                #expect(certificate.subject.utf8.count <= 512 && certificate.issuer.utf8.count <= 512)
            }
        }
        #expect(readable > bytes.count)
    }

    @Test func truncatedBytesAreNoCertificate() throws {
        let bytes = try der(try authority.leaf(names: ["DNS:a.test"]))
        for count in bytes.indices { #expect(read(Array(bytes.prefix(count))) == nil) }
    }

    private func replace(_ text: String, _ other: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        let pattern = Array(text.utf8)
        var bytes = bytes
        for start in 0..<bytes.count - pattern.count where Array(bytes[start..<start + pattern.count]) == pattern {
            bytes.replaceSubrange(start..<start + pattern.count, with: other)
        }
        return bytes
    }
}
