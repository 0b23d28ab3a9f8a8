import Foundation
import Posix
import Server
import Synchronization
import Testing

@testable import Exporter

@Suite struct WebConfigurationFileTests {
    private let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "web-" + UUID().uuidString)
    private let lines = Lines()

    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
        let reads = Mutex(0)
    }

    private var path: String { folder.appending(path: "web.yml").path }

    private func write(_ text: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func file() throws -> WebConfigurationFile {
        let lines = lines
        let log = Log { line in
            lines.all.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
            return true
        }
        let read: @Sendable (String) throws -> [UInt8] = { path in
            lines.reads.withLock { $0 += 1 }
            return Array(try Data(contentsOf: URL(filePath: path)))
        }
        return try WebConfigurationFile(path: path, readFile: read, log: log)
    }

    @Test func readsTheFileAgainOnlyWhenItHasChanged() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("rate_limit: {interval: 1s, burst: 1}")
        let file = try file()
        for _ in 0..<10 { #expect(file.terms.rateLimit?.burst == 1) }
        #expect(lines.reads.withLock { $0 } == 1)
        try write("rate_limit: {interval: 1s, burst: 2}")
        for _ in 0..<10 { #expect(file.terms.rateLimit?.burst == 2) }
        #expect(lines.reads.withLock { $0 } == 2)
    }

    @Test func isBrokenUntilTheFileIsMendedAndSaysSoOnce() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("{}")
        let file = try file()
        #expect(!file.terms.isBroken)
        try write("nonsense")
        for _ in 0..<10 { #expect(file.terms.isBroken) }
        #expect(lines.all.withLock { $0.filter { $0.contains("level=error") }.count } == 1)
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<10 { #expect(file.terms.isBroken) }
        #expect(lines.all.withLock { $0.filter { $0.contains("level=error") }.count } == 2)
        try write("{}")
        #expect(!file.terms.isBroken)
    }

    @Test func followsAKeyThatIsNotThereYet() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write("tls_server_config: {cert_file: cert.pem, key_file: key.pem}")
        let configuration = WebConfiguration(path: path) { Array(try Data(contentsOf: URL(filePath: $0))) }
        let names = configuration.sources.map { URL(filePath: $0.path).lastPathComponent }
        #expect(names == ["web.yml", "cert.pem", "key.pem"])
        #expect(configuration.sources.map(\.hasChanged) == [false, false, false])
        try "x".write(toFile: folder.appending(path: "key.pem").path, atomically: true, encoding: .utf8)
        #expect(configuration.sources.map(\.hasChanged) == [false, false, true])
    }
}
