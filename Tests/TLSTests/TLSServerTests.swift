import Foundation
import Posix
import TLS
import Testing
import Wire

extension OverLoopback {
    @Suite struct TLSServerTests {
        private let authority: TestAuthority

        init() throws {
            authority = try TestAuthority()
        }

        private func identity(_ name: String) throws -> TLSIdentity {
            let credentials = try authority.leaf(name, names: ["DNS:\(name)"])
            return TLSIdentity(
                certificateChainPEM: try text(credentials.certificate) + text(authority.intermediate),
                privateKeyPEM: try text(credentials.key))
        }

        private func text(_ path: String) throws -> String {
            try String(contentsOfFile: path, encoding: .utf8)
        }

        /// Accepts one connection of `openssl s_client`, answers its first line with `<name asked for> <line>` and closes.
        private func talk(_ contexts: [String: TLSServerContext], first: TLSServerContext, _ more: [String]) throws -> String {
            let root = authority.root
            return try OverLoopback.run { loop in
                let listener = try OverLoopback.listen(on: loop)
                let address = try OverLoopback.address(of: listener)
                let client = Task.detached { try OpenSSLClient.talk(to: address, saying: "hello", ["-CAfile", root] + more) }
                let number = try await listener.accept(until: .after(OverLoopback.patience)).take()
                let socket = try Socket(adopting: FileDescriptor(owning: number), on: loop)
                let stream = try TLSStream(over: socket, context: first)
                let name = try await stream.clientHello(until: .after(OverLoopback.patience))
                if let context = name.flatMap({ contexts[$0] }) { stream.present(context) }
                do {
                    try await stream.accept(until: .after(OverLoopback.patience))
                    var line: [UInt8] = []
                    _ = try await stream.read(into: &line, until: .after(OverLoopback.patience))
                    try await stream.write(Array("\(name ?? "nobody") ".utf8) + line, until: .after(OverLoopback.patience))
                    stream.shutdown()
                } catch is TLSError {
                    // A client that does not trust us says so and leaves.
                }
                return try await client.value
            }
        }

        @Test func presentsTheCertificateOfTheNameAskedFor() throws {
            let contexts = [
                "a.test": try TLSServerContext(identity("a.test")), "b.test": try TLSServerContext(identity("b.test")),
            ]
            let first = try #require(contexts["a.test"])
            let printed = try talk(contexts, first: first, ["-servername", "B.test", "-verify_hostname", "b.test", "-tls1_3"])
            #expect(printed.contains("b.test hello"))
            #expect(printed.contains("subject=O = Test, CN = b.test"))
        }

        @Test func presentsItsFirstCertificateWithoutAName() throws {
            let first = try TLSServerContext(identity("a.test"))
            let printed = try talk([:], first: first, ["-noservername", "-verify_hostname", "a.test", "-tls1_2"])
            #expect(printed.contains("nobody hello"))
            #expect(printed.contains("Verify return code: 0 (ok)"))
        }
    }
}

@Suite struct TLSServerContextTests {
    @Test func refusesACertificateOfAnotherKey() throws {
        let authority = try TestAuthority()
        let one = try authority.leaf("one", names: ["DNS:one.test"])
        let other = try authority.leaf("other", names: ["DNS:other.test"])
        func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
        let mixed = TLSIdentity(certificateChainPEM: try text(one.certificate), privateKeyPEM: try text(other.key))
        #expect(throws: TLSContextError.self) { try TLSServerContext(mixed) }
        let empty = TLSIdentity(certificateChainPEM: "", privateKeyPEM: try text(other.key))
        #expect(throws: TLSContextError.self) { try TLSServerContext(empty) }
        let keyless = TLSIdentity(certificateChainPEM: try text(one.certificate), privateKeyPEM: "nonsense")
        #expect(throws: TLSContextError.self) { try TLSServerContext(keyless) }
    }
}
