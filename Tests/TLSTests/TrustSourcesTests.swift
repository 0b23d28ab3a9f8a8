import Foundation
import Testing

@testable import TLS

@Suite struct TrustSourcesTests {
    let authority: TestAuthority
    let hashed: String
    let plain: String

    init() throws {
        authority = try TestAuthority()
        (hashed, plain) = (authority.directory + "/hashed", authority.directory + "/plain")
        for directory in [hashed, plain] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        }
        try FileManager.default.copyItem(atPath: authority.root, toPath: hashed + "/root.pem")
        try FileManager.default.copyItem(atPath: authority.root, toPath: plain + "/root.pem")
        try authority.openssl("rehash", hashed)
    }

    private func sources(_ environment: [String: String], directories: [String]) -> TrustSources {
        TrustSources.system(
            environment: { environment[$0] }, defaultDirectories: directories,
            defaultFiles: ["/nowhere.pem", authority.root, authority.intermediate])
    }

    @Test func prefersAHashedDirectoryToTheBundle() {
        #expect(sources([:], directories: [plain, hashed]) == TrustSources(directories: [hashed]))
    }

    @Test func takesTheBundleWhereNoDirectoryIsHashed() {
        #expect(sources([:], directories: ["/nowhere", plain]) == TrustSources(files: [authority.root]))
    }

    @Test func isEmptyWithoutCertificates() {
        let none = TrustSources.system(environment: { _ in nil }, defaultDirectories: [plain], defaultFiles: ["/nowhere.pem"])
        #expect(none.isEmpty)
    }

    @Test func letsTheEnvironmentReplaceADefault() {
        #expect(
            sources(["SSL_CERT_FILE": "/mine.pem"], directories: [hashed])
                == TrustSources(directories: [hashed], files: ["/mine.pem"]))
        #expect(
            sources(["SSL_CERT_DIR": "/one:/two"], directories: [hashed])
                == TrustSources(directories: ["/one", "/two"], files: [authority.root]))
        #expect(
            sources(["SSL_CERT_DIR": "/one", "SSL_CERT_FILE": "/mine.pem"], directories: [hashed])
                == TrustSources(directories: ["/one"], files: ["/mine.pem"]))
    }
}

extension OverLoopback {
    @Suite struct HashedDirectoryTests {
        @Test func findsARootWhenItIsAskedFor() throws {
            let authority = try TestAuthority()
            let directory = authority.directory + "/hashed"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            let context = try TLSContext(systemTrust: TrustSources(directories: [directory]))
            let server = try OpenSSLServer(try authority.leaf(names: ["DNS:chat.test"]), chain: authority.intermediate)
            #expect(try handshake(with: server, context, as: "chat.test").get().verdict.gravest == .unknownAuthority)
            try FileManager.default.copyItem(atPath: authority.root, toPath: directory + "/root.pem")
            try authority.openssl("rehash", directory)
            #expect(try handshake(with: server, context, as: "chat.test").get().verdict.isTrusted)
        }
    }
}
