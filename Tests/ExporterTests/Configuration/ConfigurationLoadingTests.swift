import Diagnosis
import Foundation
import Posix
import Probing
import ProcFS
import Testing
import WhatsApp
import Wire
import YAML

@testable import Exporter

@Suite struct ConfigurationLoadingTests {
    @Test func readsEverySection() throws {
        var files = ConfigurationFiles(
            """
            probing:
              min_gap: 10s
              timeout: 3s
              resolver: 192.0.2.53
              second_opinion_resolvers: [1.1.1.1, "[2606:4700:4700::1111]:5353", "2001:db8::1", "192.0.2.1:54"]
              resolv_conf: /run/resolv.conf
              hosts_file: names/hosts
            tls: {trusted_ca_file: ca.pem}
            chat: {root_key: \(String(repeating: "0A", count: 32))}
            catalogue: {disable: [links]}
            """)
        files.files = ["/etc/estate/main.yml": files.files["a.yml"] ?? "", "/etc/estate/ca.pem": "-----BEGIN CERTIFICATE-----"]
        let configuration = try files.load("/etc/estate/main.yml")
        #expect(configuration.hostGap == .seconds(10))
        #expect(configuration.resolver?.description == "192.0.2.53:53")
        #expect(
            configuration.secondOpinionResolvers.map(\.description) == [
                "1.1.1.1:53", "[2606:4700:4700::1111]:5353", "[2001:db8::1]:53", "192.0.2.1:54",
            ])
        #expect(configuration.resolverConfigurationPath == "/run/resolv.conf")
        #expect(configuration.hostsPath == "/etc/estate/names/hosts")
        #expect(configuration.trustedCAFile == "/etc/estate/ca.pem")
        #expect(configuration.chatRootKey == ChatRootKey(bytes: Array(repeating: 10, count: 32)))
        #expect(!configuration.endpoints.contains { $0.target.name == "links" })
        #expect(configuration.endpoints.allSatisfy { $0.target.timeout == .seconds(3) })
        // It stands for the system's own: no target has it as a resolver of another sort.
        #expect(configuration.endpoints.allSatisfy { $0.target.resolver == nil })
        let chat = configuration.endpoints.compactMap { $0.target.prober as? ChatProber }
        #expect(!chat.isEmpty && chat.allSatisfy { $0.rootKey == configuration.chatRootKey })
    }

    @Test func joinsPartsInTheOrderOfTheirNames() throws {
        func target(_ name: String) -> String {
            "targets: [{name: \(name), control: site, prober: tcp, host: \(name).test, port: 1}]"
        }
        let files = ConfigurationFiles(files: [
            "/e/a.yml": "catalogue: {enabled: false}\n" + target("main"), "/e/config.d/20.yaml": target("second"),
            "/e/config.d/10.yml": target("first"), "/e/config.d/.hidden.yml": "!", "/e/config.d/notes.txt": "!",
        ])
        #expect(try files.load("/e/a.yml").endpoints.map(\.target.name) == ["main", "first", "second"])
    }

    @Test func mistakesNameTheirOwnFile() {
        let files = ConfigurationFiles(files: [
            "a.yml": "probing: {min_gap: 30s}", "config.d/b.yml": "probing:\n  min_gap: 20s\n",
        ])
        #expect(files.messages() == "config.d/b.yml:2:3: \"min_gap\" is set already at a.yml:1:11, keep one of the two")
    }

    @Test func everyUnparsableFileIsReported() {
        let files = ConfigurationFiles(files: ["a.yml": "a: [", "config.d/b.yml": "\t"])
        let positions = files.messages().split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(positions == ["a.yml:2:1:", "config.d/b.yml:1:1:"])
    }

    @Test func missingFileIsOneLine() {
        #expect(
            ConfigurationFiles(files: [:]).messages("b.yml")
                == "b.yml:1:1: the file cannot be read (No such file or directory), name a readable file")
    }

    @Test func unreadableDirectoryIsOneLine() {
        #expect {
            try Configuration.load(
                path: "/e/a.yml", procfs: ProcFS(), environment: { _ in nil }, readFile: { _ in [] },
                listDirectory: { _ in throw Errno(13) })
        } throws: {
            "\($0)" == "/e/config.d:1:1: the directory cannot be read (Permission denied), make it readable"
        }
    }

    @Test func exampleIsValid() throws {
        let configuration = try ConfigurationFiles(Self.example()).load()
        #expect(configuration.endpoints.last?.target.name == "control_site_example_org")
    }

    /// Whoever removes the `#` of an example gets what it says.
    @Test func examplesInCommentsAreValid() throws {
        let lines = try Self.example().split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let text = line.drop { $0 == " " }
            guard text.hasPrefix("#"), text.dropFirst().first?.isWhitespace == false || text.hasPrefix("#  ") else {
                return String(line)
            }
            return String(line.prefix { $0 == " " }) + String(text.dropFirst())
        }
        // One of the two lines has to go.
        let text = lines.filter { $0 != "  disable: []" }.joined(separator: "\n")
        let authority = "/etc/whatsapp_status_exporter/ca.pem"
        let files = ConfigurationFiles(files: [
            "a.yml": text, authority: "-----BEGIN CERTIFICATE-----", "/etc/whatsapp_status_exporter/notes_token": "secret",
            "/etc/whatsapp_status_exporter/database_password": "secret",
            "/etc/whatsapp_status_exporter/business_token": "secret",
            "/etc/whatsapp_status_exporter/app_secret": "secret",
            "/etc/whatsapp_status_exporter/previous_app_secret": "former",
            "/etc/whatsapp_status_exporter/verify_token": "token",
            "/etc/whatsapp_status_exporter/reports_token": "secret",
            "/etc/whatsapp_status_exporter/reports_hmac_secret": "secret",
        ])
        let configuration = try files.load()
        #expect(configuration.incidents.notesToken?.revealed == "secret")
        #expect(configuration.reports?.regions == ["north", "south"])
        #expect(configuration.reports?.users == 20_000)
        #expect(configuration.edges.location != nil)
        #expect(configuration.business?.nodes.count == 2)
        #expect(configuration.webhooks?.appSecrets.map(\.revealed) == ["secret", "former"])
        #expect(configuration.trustedCAFile == authority)
        #expect(configuration.resolver != nil)
        #expect(configuration.thresholds.map(\.name) == ["chat_slow", "web_failing"])
        #expect(configuration.objectives.components.keys.contains(.chat))
        #expect(
            Set(configuration.endpoints.map(\.target.name)).isSuperset(of: [
                "proxy", "control_site_example_org", "control_resolver_company", "web_by_quad9",
            ]))
        #expect(!configuration.endpoints.contains { $0.target.name == "links" })
        #expect(configuration.modules.keys.sorted() == ["api_health", "outbox", "ping", "smtp_starttls"])
        #expect(configuration.jobs.map(\.name) == ["services", "databases"])
        #expect(configuration.statusFeed?.organisations == ["whatsapp-business-api", "graph-api"])
    }

    @Test func cutFileIsValidOrOneLineAMistake() throws {
        let text = try Self.example()
        for count in 0..<text.utf8.count {
            let messages = ConfigurationFiles(String(decoding: text.utf8.prefix(count), as: UTF8.self)).messages()
            #expect(messages == "valid" || messages.split(separator: "\n").allSatisfy { $0.hasPrefix("a.yml:") }, "\(count)")
        }
    }

    private static func example() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        return try String(contentsOf: root.appending(path: "deploy/config/whatsapp_status_exporter.yml"), encoding: .utf8)
    }
}
