import Diagnosis
import Testing
import Wire
import YAML

@testable import Exporter

@Suite struct IncidentsSectionTests {
    private func read(_ text: String, files: [String: String] = [:]) throws -> IncidentsSection {
        let reader = ConfigurationReader(
            environment: { _ in nil },
            readFile: { path in
                guard let text = files[path] else { throw ConfigurationFiles.NoSuchFile() }
                return Array(text.utf8)
            })
        return try reader.read(try YAMLDocument.parse(Array(text.utf8), file: "a.yml")) { top in
            top.required("incidents")?.mapping(IncidentsSection.init)
        }
    }

    @Test func readsAll() throws {
        let section = try read(
            "incidents: {for: 30s, resolve_after: 5m, minor_after: 10m, notes_token_file: token}", files: ["token": "s3cret\n"])
        #expect(section.settings.openAfterSeconds == 30)
        #expect(section.settings.resolveAfterSeconds == 300)
        #expect(section.settings.minorAfterSeconds == 600)
        #expect(section.notesToken?.revealed == "s3cret")
        #expect(try read("incidents: {}") == IncidentsSection())
        #expect(try read("incidents: {notes_token: s3cret}").notesToken == Secret("s3cret"))
    }

    @Test(arguments: [
        ("{for: 2d}", "a.yml:1:18: "), ("{for: -1s}", "a.yml:1:18: "), ("{resolve_after: soon}", "a.yml:1:28: "),
        ("{notes_token: \"\"}", "a.yml:1:26: notes_token is empty"), ("{notes_token_file: none}", "a.yml:1:31: "),
        ("{notes_token: a, notes_token_file: b}", "notes_token and notes_token_file are both given"),
        ("{fore: 1s}", "unknown key \"fore\""),
    ])
    func mistakesAreOneLine(text: String, message: String) {
        #expect { try read("incidents: \(text)") } throws: { "\($0)".contains(message) && !"\($0)".contains("\n") }
    }
}
