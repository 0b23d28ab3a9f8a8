import Foundation
import Testing

/// A certificate authority in a temporary directory, made by the `openssl` command: a root, and an intermediate below it.
final class TestAuthority: Sendable {
    struct Credentials: Sendable {
        let certificate: String
        let key: String
    }

    enum Issuer {
        case root, intermediate, itself
    }

    let directory: String
    var root: String { "\(directory)/root.pem" }
    var intermediate: String { "\(directory)/intermediate.pem" }

    init() throws {
        directory = NSTemporaryDirectory() + "tls-tests-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        let configuration = """
            [ca]
            default_ca = test
            [test]
            database = \(directory)/index.txt
            new_certs_dir = \(directory)
            default_md = sha256
            policy = anything
            unique_subject = no
            rand_serial = yes
            [anything]
            organizationName = optional
            organizationalUnitName = optional
            commonName = optional
            [req]
            distinguished_name = name
            [name]
            """
        try write(configuration, to: "ca.cnf")
        try write("", to: "index.txt")
        let isAuthority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign"
        _ = try issue("root", subject: "/CN=Test Root", extensions: isAuthority, by: .itself)
        _ = try issue("intermediate", subject: "/CN=Test Intermediate", extensions: isAuthority, by: .root)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// A certificate for the given subject alternative names, valid from and to such as `20240101000000Z`.
    func leaf(
        _ name: String = "leaf", names: [String], from: String = "20240101000000Z", to: String = "20991231235959Z",
        by issuer: Issuer = .intermediate
    ) throws -> Credentials {
        try issue(
            name, subject: "/O=Test/CN=\(name)",
            extensions: names.isEmpty ? "keyUsage=digitalSignature" : "subjectAltName=" + names.joined(separator: ","),
            from: from, to: to, by: issuer)
    }

    func issue(
        _ name: String, subject: String, extensions: String, from: String = "20240101000000Z", to: String = "20991231235959Z",
        by issuer: Issuer
    ) throws -> Credentials {
        let credentials = Credentials(certificate: "\(directory)/\(name).pem", key: "\(directory)/\(name).key")
        try write(extensions, to: "\(name).ext")
        try openssl(
            "req", "-new", "-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "ca.cnf",
            "-subj", subject, "-keyout", credentials.key, "-out", "\(name).csr")
        let signer =
            switch issuer {
            case .root: ["-cert", root, "-keyfile", "\(directory)/root.key"]
            case .intermediate: ["-cert", intermediate, "-keyfile", "\(directory)/intermediate.key"]
            case .itself: ["-selfsign", "-keyfile", credentials.key]
            }
        try openssl(
            [
                "ca", "-batch", "-notext", "-utf8", "-config", "ca.cnf", "-in", "\(name).csr", "-extfile",
                "\(name).ext",
            ]
                + ["-startdate", from, "-enddate", to, "-out", credentials.certificate] + signer)
        return credentials
    }

    /// A certificate signed with a key whose own certificate does not allow it.
    func forge(_ name: String, names: [String], with signer: Credentials) throws -> Credentials {
        let credentials = Credentials(certificate: "\(directory)/\(name).pem", key: "\(directory)/\(name).key")
        try write("subjectAltName=" + names.joined(separator: ","), to: "\(name).ext")
        try openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", "ca.cnf",
            "-subj", "/CN=\(name)", "-keyout", credentials.key, "-out", "\(name).csr")
        try openssl(
            "x509", "-req", "-in", "\(name).csr", "-CA", signer.certificate, "-CAkey", signer.key, "-CAcreateserial",
            "-extfile", "\(name).ext", "-days", "1000", "-out", credentials.certificate)
        return credentials
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(directory)/\(name)", atomically: false, encoding: .utf8)
    }

    func openssl(_ arguments: String...) throws {
        try openssl(arguments)
    }

    private func openssl(_ arguments: [String]) throws {
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
