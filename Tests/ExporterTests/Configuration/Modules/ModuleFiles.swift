import Probing

@testable import Exporter

/// The module `m` of a configuration whose text is its mapping in one line.
func module(_ text: String, files: [String: String] = [:], environment: [String: String] = [:]) throws -> Module {
    try configuration(of: text, files, environment).modules["m"].unwrap()
}

/// What a person sees when the module is wrong, without the file's name.
func complaints(_ text: String, files: [String: String] = [:]) -> String {
    do {
        _ = try configuration(of: text, files, [:])
        return "valid"
    } catch {
        return "\(error)".split(separator: "\n").map { $0.hasPrefix("a.yml:") ? $0.dropFirst(6) : $0 }.joined(separator: "\n")
    }
}

private func configuration(
    of text: String, _ more: [String: String], _ environment: [String: String]
) throws -> Configuration {
    var files = ConfigurationFiles("modules: {m: {\(text)}}\n", environment: environment)
    files.files.merge(more) { first, _ in first }
    return try files.load()
}

struct NoValue: Error {}

extension Optional {
    func unwrap() throws -> Wrapped {
        guard let self else { throw NoValue() }
        return self
    }
}
