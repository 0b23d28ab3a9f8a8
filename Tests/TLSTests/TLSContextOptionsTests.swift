import Foundation
import Posix
import TLS
import Testing
import Wire

@Suite struct TLSContextFilesTests {
    private let authority: TestAuthority
    private let one: TestAuthority.Credentials

    init() throws {
        authority = try TestAuthority()
        one = try authority.leaf("one", names: ["DNS:one.test"])
    }

    private func error(_ change: (inout TLSContext.Options) -> Void) -> TLSContextError? {
        var options = TLSContext.Options()
        options.usesSystemTrust = false
        change(&options)
        return #expect(throws: TLSContextError.self) { try TLSContext(options: options) }
    }

    @Test func namesTheFileThatIsMissing() {
        let missing = PEMSource.file(path: "/nowhere/x.pem")
        let reason = "No such file or directory"
        #expect(error { $0.trusted = missing } == .trustedFile(path: "/nowhere/x.pem", reason: reason))
        let cert = error {
            $0.certificate = missing
            $0.key = .file(path: one.key)
        }
        #expect(cert == .certificate(path: "/nowhere/x.pem", reason: reason))
        let key = error {
            $0.certificate = .file(path: one.certificate)
            $0.key = missing
        }
        #expect(key == .key(path: "/nowhere/x.pem", reason: reason))
        #expect(key?.description.hasPrefix("/nowhere/x.pem: no private key can be read") == true)
    }

    @Test func refusesAKeyOfAnotherCertificate() throws {
        let other = try authority.leaf("other", names: ["DNS:one.test"])
        let mismatch = error {
            $0.certificate = .file(path: one.certificate)
            $0.key = .file(path: other.key)
        }
        #expect(mismatch == .mismatch(certificate: one.certificate, key: other.key))
        #expect(OpenSSLError.drain().codes.isEmpty)
    }

    @Test func refusesWhatIsNeitherCertificateNorKey() throws {
        let swapped = error {
            $0.certificate = .file(path: one.key)
            $0.key = .file(path: one.certificate)
        }
        guard case .certificate(one.key, _)? = swapped else {
            Issue.record("\(String(describing: swapped))")
            return
        }
        let noKey = error {
            $0.certificate = .file(path: one.certificate)
            $0.key = .file(path: one.certificate)
        }
        guard case .key(one.certificate, _)? = noKey else {
            Issue.record("\(String(describing: noKey))")
            return
        }
    }

    @Test func refusesAnEncryptedKeyWithoutAskingAnyone() throws {
        let sealed = authority.directory + "/sealed.key"
        try authority.openssl("ec", "-in", one.key, "-aes256", "-passout", "pass:x", "-out", sealed)
        let encrypted = error {
            $0.certificate = .file(path: one.certificate)
            $0.key = .file(path: sealed)
        }
        guard case .key(sealed, _)? = encrypted else {
            Issue.record("\(String(describing: encrypted))")
            return
        }
    }

    @Test func wantsCertificateAndKey() {
        #expect(error { $0.certificate = .file(path: one.certificate) } == .incomplete(given: one.certificate))
        #expect(error { $0.key = .text(Secret("x")) } == .incomplete(given: "the text given"))
    }

    @Test func wantsAVersion() {
        let none = error {
            $0.oldestVersion = .tls13
            $0.newestVersion = .tls12
        }
        #expect(none == .noVersion)
    }

    @Test(arguments: ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func refusesTextWithoutCertificates(text: String) {
        guard case .trustedFile("the text given", _)? = error({ $0.trusted = .text(Secret(text)) }) else {
            Issue.record("taken")
            return
        }
        #expect(OpenSSLError.drain().codes.isEmpty)
    }

    @Test func takesTextsInThePlaceOfFiles() throws {
        var options = TLSContext.Options()
        options.usesSystemTrust = false
        options.trusted = .text(Secret(try String(contentsOfFile: authority.root, encoding: .utf8)))
        options.certificate = .text(Secret(try String(contentsOfFile: one.certificate, encoding: .utf8)))
        options.key = .text(Secret(try String(contentsOfFile: one.key, encoding: .utf8)))
        #expect(throws: Never.self) { try TLSContext(options: options) }
        #expect(!"\(options)".contains("BEGIN"), "secrets are not printed")
    }
}

extension OverLoopback {
    @Suite struct TLSContextOptionsTests {
        let authority: TestAuthority

        init() throws {
            authority = try TestAuthority()
        }

        private func context(_ change: (inout TLSContext.Options) -> Void = { _ in }) throws -> TLSContext {
            var options = TLSContext.Options()
            options.usesSystemTrust = false
            options.trusted = .file(path: authority.root)
            change(&options)
            return try TLSContext(options: options)
        }

        @Test func trustsOnlyWhomItIsTold() throws {
            let server = try OpenSSLServer(try authority.leaf(names: ["DNS:chat.test"]), chain: authority.intermediate)
            #expect(try handshake(with: server, context(), as: "chat.test").get().verdict.isTrusted)
            let other = try TestAuthority()
            let stranger = try context { $0.trusted = .file(path: other.root) }
            #expect(try handshake(with: server, stranger, as: "chat.test").get().verdict.gravest == .unknownAuthority)
            #expect(stranger.systemTrust.isEmpty)
        }

        @Test(
            arguments: [
                ("-tls1", TLSVersion.tls10, TLSVersion.tls13, "TLSv1"), ("-tls1_1", .tls10, .tls13, "TLSv1.1"),
                ("-tls1_1", .tls11, .tls11, "TLSv1.1"), ("-tls1_2", .tls10, .tls13, "TLSv1.2"),
                ("-tls1_3", .tls10, .tls13, "TLSv1.3"),
                ("-tls1_1", .tls12, .tls13, nil), ("-tls1_3", .tls12, .tls12, nil), ("-tls1_2", .tls13, .tls13, nil),
                ("-tls1", .tls11, .tls13, nil),
            ] as [(String, TLSVersion, TLSVersion, String?)])
        func speaksTheVersionsItMay(server: String, oldest: TLSVersion, newest: TLSVersion, agreed: String?) throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test"])
            let peer = try OpenSSLServer(credentials, chain: authority.intermediate, [server, "-cipher", "ALL:@SECLEVEL=0"])
            let context = try context { ($0.oldestVersion, $0.newestVersion) = (oldest, newest) }
            let result = try handshake(with: peer, context, as: "chat.test")
            #expect((try? result.get())?.version == agreed)
            if let agreed {
                #expect(try result.get().verdict.isTrusted, "\(agreed)")
            } else if case .failure(let error) = result {
                #expect(error == .protocolVersion || error == .alert(70))
            }
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func showsItsCertificateToAServerThatAsks(version: String) throws {
            let server = try OpenSSLServer(
                try authority.leaf(names: ["DNS:chat.test"]), chain: authority.intermediate,
                [version, "-Verify", "3", "-verify_return_error", "-CAfile", authority.root])
            let own = try authority.leaf("client", names: ["DNS:client.test"])
            let both =
                try String(contentsOfFile: own.certificate, encoding: .utf8)
                + String(contentsOfFile: authority.intermediate, encoding: .utf8)
            try authority.write(both, to: "own.pem")
            let context = try context {
                $0.certificate = .file(path: authority.directory + "/own.pem")
                $0.key = .file(path: own.key)
            }
            #expect(try echo(of: server, context) == "cba\n")
            #expect(try server.printed().contains("CN = client"))
            #expect(try echo(of: server, self.context()) == nil, "refused without one")
        }

        /// What the server makes of a line; `nil` when the connection broke before.
        private func echo(of server: OpenSSLServer, _ context: TLSContext) throws -> String? {
            let address = server.address
            return try OverLoopback.run { loop in
                let socket = try await OverLoopback.connect(to: address, on: loop)
                do {
                    let stream = try TLSStream(over: socket, context: context, serverName: "chat.test")
                    _ = try await stream.handshake(until: .after(OverLoopback.patience))
                    try await stream.write(Array("abc\n".utf8), until: .after(OverLoopback.patience))
                    var bytes: [UInt8] = []
                    while bytes.last != 10 {
                        guard try await stream.read(into: &bytes, until: .after(OverLoopback.patience)) > 0 else { return nil }
                    }
                    return String(decoding: bytes, as: UTF8.self)
                } catch {
                    return nil
                }
            }
        }

        @Test func tellsWhenTheVerifiedChainEnds() throws {
            let short = try authority.leaf(names: ["DNS:chat.test"], to: "20400101000000Z")
            let server = try OpenSSLServer(short, chain: authority.intermediate)
            #expect(try handshake(with: server, context(), as: "chat.test").get().verifiedExpiry == 2_208_988_800)
            #expect(try handshake(with: server, context(), as: "other.test").get().verifiedExpiry == nil)
            // The root is not presented, and counts all the same.
            let long = try authority.leaf("long", names: ["DNS:chat.test"], to: "21500101000000Z", by: .root)
            let other = try OpenSSLServer(long)
            #expect(try handshake(with: other, context(), as: "chat.test").get().verifiedExpiry == 4_102_444_799)
        }
    }
}
