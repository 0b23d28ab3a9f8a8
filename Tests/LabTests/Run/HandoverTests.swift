import Foundation
import Posix
import Testing
import Wire
import YAML

@testable import Lab

@Suite struct HandoverTests {
    private let secrets: LabSecrets

    init() throws {
        secrets = try LabSecrets()
    }

    /// The flags, and what the files hold.
    private func write(_ placement: Placement, interval: Duration? = nil) throws -> (flags: [String], files: [String: String]) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "handover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        let flags = try Handover(
            placement: placement, directory: directory.path, rootKey: ChatIdentity().rootKey, trustedRoot: "PEM",
            secrets: secrets,
            interval: interval
        ).write()
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0 != "proc" }
        let files = try names.map { ($0, try String(contentsOf: directory.appending(path: $0), encoding: .utf8)) }
        return (flags, Dictionary(uniqueKeysWithValues: files))
    }

    /// What stands at a path of keys.
    private func scalar(_ files: [String: String], _ path: String...) throws -> String? {
        let document = try YAMLDocument.parse(Array(try #require(files["exporter.yml"]).utf8), file: "exporter.yml")
        guard case .scalar(let text, _)? = path.reduce(document, { $0?[$1] })?.content else { return nil }
        return text
    }

    @Test func thePlatformIsAskedWhereItIsPlayed() throws {
        let real = try write(.real)
        #expect(real.flags.count == 1)
        #expect(try scalar(real.files, "business", "url") == "https://graph.facebook.com")
        #expect(try scalar(real.files, "status_feed", "url") == "https://metastatus.com")
        let loopback = try write(.loopback(portShift: 7))
        #expect(loopback.flags.count == 2)
        #expect(try scalar(loopback.files, "business", "url") == "https://graph.facebook.com:20450")
        #expect(try scalar(loopback.files, "status_feed", "url") == "https://metastatus.com:20450")
    }

    @Test func secretsAreInFilesOfTheirOwn() throws {
        let (_, files) = try write(.real)
        #expect(files["reports.token"] == secrets.reportToken.revealed + "\n")
        #expect(try scalar(files, "reports", "token_file")?.hasSuffix("/reports.token") == true)
        #expect(try scalar(files, "webhooks", "app_secret_file")?.hasSuffix("/app.secret") == true)
        #expect(try scalar(files, "webhooks", "verify_token_file")?.hasSuffix("/verify.token") == true)
        #expect(try scalar(files, "business", "token_file")?.hasSuffix("/access.token") == true)
        let configuration = try #require(files["exporter.yml"])
        #expect(secrets.files.allSatisfy { files[$0.name] != nil && !configuration.contains($0.secret.revealed) })
    }

    @Test func theRhythmIsTheExportersOwnUnlessTold() throws {
        let own = try write(.loopback()).files
        #expect(try scalar(own, "business", "interval") == nil)
        #expect(try scalar(own, "webhooks", "undelivered_after") == nil)
        let fast = try write(.loopback(), interval: .milliseconds(500)).files
        // No more calls of two nodes than are allowed in an hour.
        #expect(try scalar(fast, "business", "interval") == "2s")
        #expect(try scalar(fast, "status_feed", "interval") == "2s")
        #expect(try scalar(fast, "webhooks", "undelivered_after") == "10s")
        #expect(try scalar(fast, "reports", "surge", "for") == "1s")
        #expect(try scalar(try write(.loopback(), interval: .seconds(300)).files, "webhooks", "undelivered_after") == "1m")
    }
}
