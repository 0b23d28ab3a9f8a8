import Foundation
import TLS
import Testing

@testable import Posix
@testable import Probing

extension Stage {
    /// A TCP peer whose script owns each connection, and so may put TLS or a WebSocket over it.
    func streamPeer(_ script: @escaping @Sendable (consuming Socket) async throws -> Void) throws -> SocketAddress {
        let (number, address) = try bind(.tcp)
        guard listen(number, 64) == 0 else { throw Errno.last }
        play { [loop] in
            do {
                let listener = try ListeningSocket(adopting: FileDescriptor(owning: number), on: loop)
                while true {
                    let descriptor = try await listener.accept(until: .never).take()
                    let socket = try Socket(adopting: FileDescriptor(owning: descriptor), on: loop)
                    do { try await script(socket) } catch {}
                }
            } catch {}
        }
        return address
    }
}

extension ByteStream where Self: ~Copyable {
    /// Reads until `end` has come, or the other side ends.
    func receive(through end: String) async throws -> String {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).hasSuffix(end) {
            if try await read(into: &bytes, until: .after(Stage.patience)) == 0 { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func send(_ text: String) async throws {
        try await write(Array(text.utf8), until: .after(Stage.patience))
    }

    /// Says nothing until the other side, or the test, ends.
    func keepSilent() async throws {
        var bytes: [UInt8] = []
        while try await read(into: &bytes, until: .never) > 0 { bytes.removeAll() }
    }
}

extension Socket {
    /// Goes on under TLS, with the certificate for chat.test and 127.0.0.1.
    consuming func servingTLS() async throws -> TLSStream {
        let directory = try TestCertificates.shared.get().directory
        let identity = TLSIdentity(
            certificateChainPEM: try String(contentsOfFile: "\(directory)/leaf.pem", encoding: .utf8),
            privateKeyPEM: try String(contentsOfFile: "\(directory)/leaf.key", encoding: .utf8))
        let stream = try TLSStream(over: self, context: TLSServerContext(identity))
        try await stream.accept(until: .after(Stage.patience))
        return stream
    }
}
