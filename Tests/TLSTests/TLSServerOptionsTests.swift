import Foundation
import Posix
import Testing
import Wire

@testable import TLS

@Suite struct TLSServerOptionsTests {
    private let authority: TestAuthority
    private let options: TLSServerContext.Options

    init() throws {
        authority = try TestAuthority()
        let own = try authority.leaf("own", names: ["DNS:own.test"])
        options = TLSServerContext.Options(certificate: .file(path: own.certificate), key: .file(path: own.key))
    }

    @Test(arguments: TLSCipherSuite.allCases)
    func everySuiteIsOneOfOpenSSLs(suite: TLSCipherSuite) throws {
        #expect(suite.openSSLName != "(NONE)")
        var options = options
        options.cipherSuites = [suite]
        _ = try TLSServerContext(options: options)
    }

    @Test(arguments: TLSGroup.allCases)
    func everyGroupIsOneOfOpenSSLs(group: TLSGroup) throws {
        var options = options
        options.groups = [group]
        _ = try TLSServerContext(options: options)
    }

    @Test func refusesWhatNobodyCouldConnectTo() throws {
        var reversed = options
        (reversed.oldestVersion, reversed.newestVersion) = (.tls13, .tls12)
        #expect(throws: TLSContextError.noVersion) { try TLSServerContext(options: reversed) }
        var suiteless = options
        suiteless.newestVersion = .tls12
        suiteless.cipherSuites = [.aes128GCM]
        #expect(throws: TLSContextError.noCipherSuite) { try TLSServerContext(options: suiteless) }
    }

    @Test func namesTheFileThatDoesNotServe() throws {
        var options = options
        options.key = .file(path: "/nowhere/key.pem")
        #expect(throws: TLSContextError.key(path: "/nowhere/key.pem", reason: "No such file or directory")) {
            try TLSServerContext(options: options)
        }
        let other = try authority.leaf("other", names: ["DNS:other.test"])
        options.key = .file(path: other.key)
        #expect(throws: TLSContextError.mismatch(certificate: "\(options.certificate)", key: other.key)) {
            try TLSServerContext(options: options)
        }
        options = self.options
        options.clients = .verified
        options.trustedClients = .text(Secret("nothing"))
        #expect(throws: TLSContextError.trustedFile(path: "the text given", reason: "no start line")) {
            try TLSServerContext(options: options)
        }
    }
}

extension OverLoopback {
    /// What `openssl s_client` gets from servers that ask who it is.
    @Suite struct TLSClientPolicyTests {
        private let authority: TestAuthority
        private let own: TestAuthority.Credentials
        private let known: TestAuthority.Credentials
        private let stranger: TestAuthority.Credentials

        init() throws {
            authority = try TestAuthority()
            own = try authority.leaf("own", names: ["DNS:own.test"])
            known = try authority.leaf(
                "known", names: ["DNS:known.test", "IP:192.0.2.7", "email:known@example.org", "URI:spiffe://known.test/a"])
            stranger = try authority.leaf("stranger", names: ["DNS:known.test"], by: .itself)
        }

        private enum Caller: String, CaseIterable {
            case nobody, known, stranger
        }

        private func isLetIn(
            _ caller: Caller, _ policy: TLSServerContext.ClientPolicy, names: Set<String>? = nil, _ more: [String] = []
        ) throws -> Bool {
            var options = TLSServerContext.Options(certificate: .file(path: own.certificate), key: .file(path: own.key))
            options.clients = policy
            options.trustedClients = policy == .unasked ? nil : .file(path: authority.intermediate)
            options.clientNames = names
            let context = try TLSServerContext(options: options)
            let credentials =
                switch caller {
                case .nobody: [String]()
                case .known: ["-cert", known.certificate, "-key", known.key]
                case .stranger: ["-cert", stranger.certificate, "-key", stranger.key]
                }
            let trusted = authority.intermediate
            return try OverLoopback.run { loop in
                let listener = try OverLoopback.listen(on: loop)
                let address = try OverLoopback.address(of: listener)
                let words = credentials + more + ["-CAfile", trusted, "-partial_chain"]
                let client = Task.detached { try OpenSSLClient.talk(to: address, saying: "hello", words) }
                let number = try await listener.accept(until: .after(OverLoopback.patience)).take()
                let socket = try Socket(adopting: FileDescriptor(owning: number), on: loop)
                let stream = try TLSStream(over: socket, context: context)
                var line: [UInt8] = []
                do {
                    try await stream.accept(until: .after(OverLoopback.patience))
                    _ = try await stream.read(into: &line, until: .after(OverLoopback.patience))
                    stream.shutdown()
                } catch is TLSError {}
                _ = stream.bareSocket()
                _ = try await client.value
                return line == Array("hello\n".utf8)
            }
        }

        @Test(arguments: ["-tls1_2", "-tls1_3"])
        func everyPolicyLetsInWhomItNames(version: String) throws {
            let policies: [(TLSServerContext.ClientPolicy, [Caller])] = [
                (.unasked, [.nobody, .known, .stranger]), (.asked, [.nobody, .known, .stranger]),
                (.required, [.known, .stranger]),
                (.verifiedIfGiven, [.nobody, .known]), (.verified, [.known]),
            ]
            for (policy, welcome) in policies {
                var letIn: [Caller] = []
                for caller in Caller.allCases where try isLetIn(caller, policy, [version]) { letIn.append(caller) }
                #expect(letIn == welcome, "\(policy)")
            }
        }

        @Test(arguments: ["known.test", "192.0.2.7", "known@example.org", "spiffe://known.test/a"])
        func takesAnyOfACertificatesNames(name: String) throws {
            #expect(try isLetIn(.known, .verified, names: ["other.test", name]))
        }

        @Test(arguments: [[], ["Known.test"], ["nown.test"], ["192.0.2.70"], ["known"]])
        func refusesOtherNames(names: [String]) throws {
            #expect(try !isLetIn(.known, .verified, names: Set(names)))
        }

        @Test func namesAloneVouchForNobody() throws {
            #expect(try !isLetIn(.stranger, .verified, names: ["known.test"]))
            #expect(try isLetIn(.stranger, .required, names: ["known.test"]))
            #expect(try !isLetIn(.stranger, .required, names: ["other.test"]))
        }
    }
}
