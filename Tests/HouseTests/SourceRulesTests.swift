import Foundation
import Testing

/// The rules of CONTRIBUTING.md that the compiler does not keep.
@Suite struct SourceRulesTests {
    struct SourceFile: CustomStringConvertible {
        let path: String
        let floor: String
        let lines: [Substring]

        var description: String { path }

        /// Lines of code, with their numbers from 1: comments left out.
        var code: [(number: Int, text: Substring)] {
            lines.enumerated().map { ($0.offset + 1, $0.element) }
                .filter { !$0.1.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") }
        }
    }

    static let files: [SourceFile] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let sources = root.appending(path: "Sources")
        let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let text = try? String(contentsOf: sources.appending(path: name), encoding: .utf8) else { return nil }
            return SourceFile(
                path: name, floor: String(name.prefix { $0 != "/" }),
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }()

    private func offences(in files: [SourceFile] = files, _ isOffence: (Substring) -> Bool) -> [String] {
        files.flatMap { file in file.code.filter { isOffence($0.text) }.map { "\(file.path):\($0.number)" } }
    }

    @Test func findsTheSources() {
        #expect(Self.files.count > 100)
    }

    @Test func unsafeCodeStaysAtTheBoundary() {
        let boundary: Set = [
            "Bytes", "Posix", "TLS", "Compression", "YAML", "Store", "Certificates", "Patterns", "HTTP2", "PostgreSQL",
            "Passwords",
        ]
        let inner = Self.files.filter { !boundary.contains($0.floor) }
        #expect(offences(in: inner) { $0.contains(/\bunsafe [^-]/) } == [])
    }

    @Test func foundationIsImportedNowhere() {
        #expect(offences { $0.contains(/^\s*(package |internal |public )?import Foundation\s*$/) } == [])
    }

    @Test func codecsAndExpositionImportNeitherGlibcNorC() {
        let pure = Self.files.filter { ["Wire", "Prometheus", "Diagnosis"].contains($0.floor) }
        #expect(offences(in: pure) { $0.contains(/import (Glibc|C[A-Z]\w+|Foundation\w*)\s*$/) } == [])
    }

    @Test func nothingEscapesTheCompilersChecks() {
        let words = /@unchecked Sendable|nonisolated\(unsafe\)|\btry!|\bfatalError\(|\bTODO\b|\bFIXME\b/
        // The one place that needs it, with its reason: house rule for the event loop.
        let files = Self.files.filter { $0.path != "Posix/EventLoop.swift" }
        #expect(offences(in: files) { $0.contains(words) } == [])
    }

    @Test func nothingIsPublic() {
        #expect(offences { $0.contains(#/^\s*(public|open)\s/#) } == [])
    }

    @Test func typesSharedBetweenFloorsAreDocumented() {
        let declaration = #/^(@\w+ )*package (final class|struct|enum|protocol|func|indirect enum)\s/#
        let bare = Self.files.flatMap { file in
            file.code.filter { line in
                guard line.text.contains(declaration) else { return false }
                var above = line.number - 2
                while above >= 0, file.lines[above].hasPrefix("@") { above -= 1 }
                return above < 0 || !file.lines[above].hasPrefix("///")
            }.map { "\(file.path):\($0.number)" }
        }
        #expect(bare == [])
    }

    @Test func namesAreNotShrugs() {
        let shrugs = /(Utils?|Helpers?|Manager|Base|Common)\.swift$/
        #expect(Self.files.map(\.path).filter { $0.contains(shrugs) } == [])
    }
}
