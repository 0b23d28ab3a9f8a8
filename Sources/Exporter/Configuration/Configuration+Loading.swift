package import ProcFS
package import YAML

extension Configuration {
    /// The configuration of a file and of `config.d/*.yml` and `*.yaml` beside it, in the order of their names. Blocking.
    ///
    /// - Parameters:
    ///   - environment: a variable's value, for `${NAME}`.
    ///   - readFile: a file's bytes.
    ///   - listDirectory: the names in a directory, in any order; none for a directory that does not exist.
    /// - Throws: every mistake found.
    package static func load(
        path: String, procfs: ProcFS, environment: @escaping @Sendable (String) -> String?,
        readFile: @escaping @Sendable (String) throws -> [UInt8], listDirectory: (String) throws -> [String]
    ) throws(ConfigurationErrors) -> Configuration {
        let paths = [path] + (try parts(beside: path, listDirectory))
        let document = try document(of: paths, readFile)
        return try ConfigurationReader(environment: environment, readFile: readFile).read(document) { top in
            var configuration = DocumentReading(procfs: procfs, readFile: readFile).configuration(top)
            configuration.shownText = ConfigurationText.text(of: document, concealing: top.concealed)
            if let modules = document["modules"] {
                configuration.shownModules = ConfigurationText.modules(modules, concealing: top.concealed)
            }
            return configuration
        }
    }

    private static func parts(
        beside path: String, _ listDirectory: (String) throws -> [String]
    ) throws(ConfigurationErrors) -> [String] {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let directory = folder + "config.d"
        do {
            return try listDirectory(directory)
                .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yml") || $0.hasSuffix(".yaml")) }
                .sorted().map { "\(directory)/\($0)" }
        } catch {
            throw ConfigurationErrors([.unreadable(directory, "the directory", error, "make it readable")])
        }
    }

    private static func document(
        of paths: [String], _ readFile: (String) throws -> [UInt8]
    ) throws(ConfigurationErrors) -> YAMLNode {
        var documents: [YAMLNode] = []
        var errors: [ConfigurationError] = []
        for path in paths {
            let bytes: [UInt8]
            do {
                bytes = try readFile(path)
            } catch {
                errors.append(.unreadable(path, "the file", error, "name a readable file"))
                continue
            }
            do throws(ConfigurationError) {
                documents.append(try YAMLDocument.parse(bytes, file: path))
            } catch {
                errors.append(error)
            }
        }
        guard errors.isEmpty else { throw ConfigurationErrors(errors) }
        do throws(ConfigurationError) {
            return try YAMLDocument.merge(documents, collections: ["modules"])
        } catch {
            throw ConfigurationErrors([error])
        }
    }
}

extension ConfigurationError {
    fileprivate static func unreadable(_ path: String, _ kind: String, _ error: any Error, _ remedy: String) -> Self {
        ConfigurationError(SourcePosition(file: path, line: 1, column: 1), "\(kind) cannot be read (\(error))", remedy)
    }
}
