import ProcFS
import YAML

@testable import Exporter

/// Files in memory, and what loading them gives.
struct ConfigurationFiles {
    struct NoSuchFile: Error, CustomStringConvertible {
        var description: String { "No such file or directory" }
    }

    var files: [String: String]
    var environment: [String: String] = [:]

    init(_ text: String, environment: [String: String] = [:]) {
        files = ["a.yml": text]
        self.environment = environment
    }

    init(files: [String: String]) {
        self.files = files
    }

    func load(_ path: String = "a.yml") throws -> Configuration {
        let (files, environment) = (files, environment)
        return try Configuration.load(
            path: path, procfs: ProcFS(), environment: { environment[$0] },
            readFile: { path in
                guard let text = files[path] else { throw NoSuchFile() }
                return Array(text.utf8)
            },
            listDirectory: { directory in
                files.keys.filter { $0.hasPrefix(directory + "/") }.map { String($0.dropFirst(directory.count + 1)) }
            })
    }

    /// What a person sees: the mistakes a line each, or `valid`.
    func messages(_ path: String = "a.yml") -> String {
        do {
            _ = try load(path)
            return "valid"
        } catch {
            return "\(error)"
        }
    }
}
