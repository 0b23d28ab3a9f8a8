import Posix
package import Server
package import YAML

/// What a file of `--web.config.file` says, and the files it was read from.
///
/// The file is that of Prometheus' exporter-toolkit: https://prometheus.io/docs/prometheus/latest/configuration/https/.
package struct WebConfiguration: Sendable {
    /// A file, and what it was when it was last read; `nil` where there was none.
    struct Source: Sendable, Equatable {
        let path: String
        let stamp: FileStamp?

        init(_ path: String) {
            self.path = path
            stamp = FileStamp(of: path)
        }

        var hasChanged: Bool { FileStamp(of: path) != stamp }
    }

    /// Or every mistake found.
    package let terms: Result<AccessTerms, ConfigurationErrors>
    /// The file itself, then those it names, as far as it could be read.
    let sources: [Source]

    /// Reads a file, and the certificates and keys it names. Blocking.
    package init(path: String, readFile: @escaping @Sendable (String) throws -> [UInt8]) {
        // The stamps come before what they stand for: what changes in between is read once more.
        var sources = [Source(path)]
        do throws(ConfigurationErrors) {
            let document = try Self.document(path, readFile)
            // `$` means nothing in these files.
            let reader = ConfigurationReader(environment: { _ in nil }, readFile: readFile)
            terms = .success(
                try reader.read(document) { top in
                    WebConfigurationReading(readFile: readFile) { sources.append(Source($0)) }.terms(top)
                })
        } catch {
            terms = .failure(error)
        }
        self.sources = sources
    }

    private static func document(
        _ path: String, _ readFile: (String) throws -> [UInt8]
    ) throws(ConfigurationErrors) -> YAMLNode {
        let bytes: [UInt8]
        do { bytes = try readFile(path) } catch {
            let start = SourcePosition(file: path, line: 1, column: 1)
            throw ConfigurationErrors([
                ConfigurationError(start, "the file cannot be read (\(error))", "name a readable file")
            ])
        }
        do { return try YAMLDocument.parse(bytes, file: path) } catch { throw ConfigurationErrors([error]) }
    }
}
