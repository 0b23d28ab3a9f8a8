import Foundation
import Posix
import Testing
import Wire

/// `openssl s_server` on a loopback port, sending every line back reversed; it ends with its owner.
final class OpenSSLServer {
    let address: SocketAddress
    private let process = Process()
    /// The shell waits for its end and then kills the server. A signal would not do: the threads of tests block them, and
    /// children inherit that.
    private let leash = Pipe()
    private let log: String

    init(_ credentials: TestAuthority.Credentials, chain: String? = nil, _ more: [String] = []) throws {
        log = credentials.certificate + "." + UUID().uuidString
        try #require(FileManager.default.createFile(atPath: log, contents: nil))
        let output = try #require(FileHandle(forWritingAtPath: log))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["sh", "-c", #""$@" & read -r _; kill -9 $!"#, "sh", "openssl", "s_server", "-accept", "127.0.0.1:0", "-rev"]
            + ["-cert", credentials.certificate, "-key", credentials.key]
            + (chain.map { ["-cert_chain", $0] } ?? []) + more
        process.standardInput = leash
        process.standardOutput = output
        process.standardError = output
        try process.run()
        var port: UInt16?
        for _ in 0..<2000 where port == nil && process.isRunning {
            usleep(5000)
            let text = try String(contentsOfFile: log, encoding: .utf8)
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT 127.0.0.1:") }) else { continue }
            port = UInt16(line.dropFirst("ACCEPT 127.0.0.1:".count))
        }
        address = SocketAddress(.v4(0x7F00_0001), port: try #require(port, "s_server did not start"))
    }

    deinit {
        try? leash.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// What the server printed so far.
    func printed() throws -> String {
        try String(contentsOfFile: log, encoding: .utf8)
    }
}
