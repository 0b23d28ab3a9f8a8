import Foundation
import Posix
import TLS
import Testing
import Wire

@testable import Certificates

@Suite struct CertificateAuthorityTests {
    private static let validity: ClosedRange<Int64> = 1_700_000_000...1_900_000_000

    /// What the openssl program prints of a certificate.
    private func openssl(_ arguments: [String], _ files: [String: String]) throws -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files { try Data(text.utf8).write(to: directory.appending(path: name)) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    @Test func opensslVerifiesWhatItIssues() throws {
        let authority = try CertificateAuthority(name: "Test Root", validity: Self.validity)
        let names: [CertificateName] = [
            .dns("*.whatsapp.test"), .dns("wa.test"), .ip(.v4(0x7F00_0001)), .ip(.v6(high: 0, low: 1)),
        ]
        let identity = try authority.issue(for: names, validity: Self.validity)
        let files = ["ca.pem": authority.root.certificateChainPEM, "leaf.pem": identity.certificateChainPEM]
        func verify(_ check: String...) throws -> String {
            try openssl(["verify", "-x509_strict", "-attime", "1800000000", "-CAfile", "ca.pem"] + check + ["leaf.pem"], files)
        }
        #expect(try verify("-verify_hostname", "web.whatsapp.test") == "leaf.pem: OK\n")
        #expect(try verify("-verify_hostname", "wa.test") == "leaf.pem: OK\n")
        #expect(try verify("-verify_ip", "127.0.0.1") == "leaf.pem: OK\n")
        #expect(try verify("-verify_ip", "::1") == "leaf.pem: OK\n")
        #expect(try verify("-verify_hostname", "other.test").contains("hostname mismatch"))
        #expect(try verify("-purpose", "sslserver") == "leaf.pem: OK\n")
        let printed = try openssl(["x509", "-noout", "-subject", "-issuer", "-in", "leaf.pem"], files)
        #expect(printed == "subject=CN = *.whatsapp.test\nissuer=CN = Test Root\n")
    }

    @Test(arguments: [(1_699_999_999, "not yet valid"), (1_900_000_001, "expired")])
    func certificatesHoldForTheirValidityOnly(time: Int, words: String) throws {
        let authority = try CertificateAuthority(name: "Test Root", validity: 0...4_000_000_000)
        let identity = try authority.issue(for: [.dns("wa.test")], validity: Self.validity)
        let files = ["ca.pem": authority.root.certificateChainPEM, "leaf.pem": identity.certificateChainPEM]
        #expect(try openssl(["verify", "-attime", "\(time)", "-CAfile", "ca.pem", "leaf.pem"], files).contains(words))
    }

    @Test func nobodyElseVouchesForThem() throws {
        let authority = try CertificateAuthority(name: "Same Name", validity: Self.validity)
        let other = try CertificateAuthority(name: "Same Name", validity: Self.validity)
        let identity = try authority.issue(for: [.dns("wa.test")], validity: Self.validity)
        let files = ["ca.pem": other.root.certificateChainPEM, "leaf.pem": identity.certificateChainPEM]
        #expect(try openssl(["verify", "-CAfile", "ca.pem", "leaf.pem"], files).contains("verification failed"))
    }

    @Test(arguments: ["", "a,DNS:b.test", "ä.test", "a b", "*.", "*", String(repeating: "a", count: 254)])
    func rejectsWhatIsNoName(name: String) throws {
        let authority = try CertificateAuthority(name: "Test Root", validity: Self.validity)
        #expect(throws: CertificateError.invalidName(name)) { try authority.issue(for: [.dns(name)], validity: Self.validity) }
    }

    @Test func rejectsTimesBeyondItsCalendar() throws {
        #expect(throws: CertificateError.invalidValidity) {
            try CertificateAuthority(name: "Test Root", validity: 0...400_000_000_000)
        }
    }
}
