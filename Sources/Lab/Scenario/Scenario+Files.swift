package import Posix
package import YAML

extension Scenario {
    /// Why a scenario could not be had from a file.
    package enum LoadError: Error, Sendable, CustomStringConvertible {
        case unreadable(path: String, Errno)
        case mistakes(ConfigurationErrors)

        package var description: String {
            switch self {
            case .unreadable(let path, let errno): "\(path): \(errno)"
            case .mistakes(let errors): "\(errors)"
            }
        }
    }

    /// Reads a scenario's file; blocks.
    package static func load(_ path: String) throws(LoadError) -> Scenario {
        var reader = FileReader()
        do throws(Errno) {
            try reader.read(path, limit: YAMLDocument.limitBytes + 1)
        } catch {
            throw .unreadable(path: path, error)
        }
        let bytes = reader.withContents { span in span.indices.map { span[$0] } }
        do throws(ConfigurationErrors) {
            return try parse(bytes, file: path)
        } catch {
            throw .mistakes(error)
        }
    }
}
