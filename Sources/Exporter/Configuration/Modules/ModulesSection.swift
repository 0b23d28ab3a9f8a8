import Probing
import YAML

/// `modules`: ways to probe, by name.
struct ModulesSection {
    /// By their names.
    var modules: [String: Module] = [:]
    /// Modules that ask for what is left out here, with one sentence each that names the key and where it stands.
    var unserved: [String: String] = [:]

    init() {}

    /// - Parameter value: `$` has no meaning in it: expressions are full of it.
    init(_ value: ValueReader, readFile: @escaping (String) throws -> [UInt8]) {
        let reading = ModuleReading(readFile: readFile)
        let results = value.verbatim.entries { name, value -> ModuleReading.Result? in
            guard let name = name.string("write a name of up to 128 characters", Self.name) else { return nil }
            return value.mapping { reading.module($0, named: name) }
        }
        for result in results ?? [] {
            if let limitation = result.limitation {
                unserved[result.module.name] = limitation
            } else {
                modules[result.module.name] = result.module
            }
        }
    }

    /// A name is a parameter of URLs and a label's value.
    private static func name(_ text: String) -> String? {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } ? text : nil
    }
}
