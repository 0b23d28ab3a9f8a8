import Wire

@testable import YAML

/// A configuration of every kind of value, as a reader of one would write it.
struct Sample: Equatable {
    enum Level: String, CaseIterable { case debug, info, warning, error }

    struct Target: Equatable {
        var name: String
        var host: String
        var port: UInt16?
        var interval: Duration
        var labels: [String: String]
    }

    var level: Level
    var isVerbose: Bool
    var retries: Int
    var ratio: Double
    var caFile: String?
    var token: Secret?
    var targets: [Target]

    static func read(
        _ text: String, file: String = "a.yml", environment: [String: String] = [:], files: [String: [UInt8]] = [:]
    ) throws -> Sample {
        try read(YAMLDocument.parse(Array(text.utf8), file: file), environment: environment, files: files)
    }

    static func read(
        _ document: YAMLNode, environment: [String: String] = [:], files: [String: [UInt8]] = [:]
    ) throws -> Sample {
        let reader = ConfigurationReader(
            environment: { environment[$0] },
            readFile: { path in
                guard let bytes = files[path] else { throw NoSuchFile() }
                return bytes
            })
        return try reader.read(document) { top in
            var names = UniqueNames(of: "target")
            return Sample(
                level: top.optional("level")?.word(of: Level.self) ?? .info,
                isVerbose: top.optional("verbose")?.bool() ?? false,
                retries: top.optional("retries")?.integer(in: 0...10) ?? 3,
                ratio: top.optional("ratio")?.double(in: 0...1) ?? 0.5,
                caFile: top.optional("ca_file")?.path(),
                token: top.secret("token"),
                targets: top.optional("targets")?.list { $0.mapping { target($0, &names) } } ?? [])
        }
    }

    private static func target(_ target: MappingReader, _ names: inout UniqueNames) -> Target? {
        let interval = target.optional("interval")?.duration(in: .seconds(1)...(.seconds(86_400)))
        let labels = target.optional("labels")?.stringMap()
        let port = target.optional("port")?.port()
        guard let name = target.required("name")?.uniqueName(among: &names),
            let host = target.required("host")?.string("write a host name", { $0.contains(" ") ? nil : $0 })
        else { return nil }
        return Target(name: name, host: host, port: port, interval: interval ?? .seconds(30), labels: labels ?? [:])
    }

    struct NoSuchFile: Error, CustomStringConvertible {
        var description: String { "no such file" }
    }
}

/// The lines a person sees when reading fails, or `none`.
func messages(_ read: () throws -> some Any) -> String {
    do {
        _ = try read()
        return "none"
    } catch {
        return "\(error)"
    }
}
