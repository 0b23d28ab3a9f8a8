import Foundation
import Posix
import Testing
import Wire

/// Certificates for `chat.test` and 127.0.0.1, made once by the `openssl` command.
final class TestCertificates: Sendable {
    static let shared = Result { try TestCertificates() }

    let directory: String
    /// What to trust.
    var root: String { "\(directory)/root.pem" }

    private init() throws {
        directory = NSTemporaryDirectory() + "probing-certificates-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Test Root",
            "-days", "3000", "-keyout", "root.key", "-out", "root.pem")
        try issue("leaf", subject: "/CN=chat.test", "subjectAltName=DNS:chat.test,IP:127.0.0.1")
        // A client's certificate, which no server may show; and names that would do more than be read.
        try issue("client", subject: "/CN=chat.test", "subjectAltName=DNS:chat.test\nextendedKeyUsage=clientAuth")
        let part = "\u{1B}[31m\u{202E}" + String(repeating: "very long ", count: 5)
        try openssl(
            "req", "-x509", "-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
            "/O=\(part)/OU=\(part)/L=\(part)/ST=\(part)/CN=\(part)", "-days", "3000", "-keyout", "hostile.key", "-out",
            "hostile.pem")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func issue(_ name: String, subject: String, _ extensions: String) throws {
        try extensions.write(toFile: "\(directory)/\(name).ext", atomically: false, encoding: .utf8)
        try openssl(
            "req", "-new", "-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
            "-keyout", "\(name).key", "-out", "\(name).csr")
        try openssl(
            "x509", "-req", "-in", "\(name).csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "2000",
            "-extfile", "\(name).ext", "-out", "\(name).pem")
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }
}

/// `openssl s_server` on a loopback port; it ends with its owner.
///
/// It answers `GET /name` with the whole answer that the file of that name holds.
final class TLSPeer {
    let address: SocketAddress
    private let process = Process()
    /// The shell waits for its end and then kills the server. A signal would not do: the threads of tests block them, and
    /// children inherit that.
    private let leash = Pipe()
    private let log: String

    init(_ certificate: String = "leaf", files: [String: String] = [:], _ more: [String] = []) throws {
        let certificates = try TestCertificates.shared.get()
        let home = "\(certificates.directory)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
        for (name, text) in files { try text.write(toFile: "\(home)/\(name)", atomically: false, encoding: .utf8) }
        log = "\(home)/log"
        try #require(FileManager.default.createFile(atPath: log, contents: nil))
        let output = try #require(FileHandle(forWritingAtPath: log))
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.currentDirectoryURL = URL(fileURLWithPath: home)
        process.arguments =
            ["sh", "-c", #""$@" & read -r _; kill -9 $!"#, "sh", "openssl", "s_server", "-accept", "127.0.0.1:0", "-HTTP"]
            + ["-cert", "../\(certificate).pem", "-key", "../\(certificate).key"] + more
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

    /// Whether a request has come.
    func wasAsked() throws -> Bool {
        try String(contentsOfFile: log, encoding: .utf8).contains("FILE:")
    }
}
