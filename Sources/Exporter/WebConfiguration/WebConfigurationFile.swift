import Server
import Synchronization
import YAML

/// The file of `--web.config.file`, followed: it, its certificate and key may change while the exporter runs.
final class WebConfigurationFile: Sendable {
    private struct State {
        var terms: AccessTerms
        var sources: [WebConfiguration.Source]
    }

    private let path: String
    private let readFile: @Sendable (String) throws -> [UInt8]
    private let log: Log
    private let state: Mutex<State>

    /// - Throws: every mistake found.
    init(
        path: String, readFile: @escaping @Sendable (String) throws -> [UInt8], log: Log
    ) throws(ConfigurationErrors) {
        let configuration = WebConfiguration(path: path, readFile: readFile)
        state = Mutex(State(terms: try configuration.terms.get(), sources: configuration.sources))
        self.path = path
        self.readFile = readFile
        self.log = log
    }

    /// The terms as the files have them now: a look at each file's stamp, and seldom more.
    ///
    /// Files that no longer load break the terms, until they do again.
    var terms: AccessTerms {
        state.withLock { state in
            guard state.sources.contains(where: \.hasChanged) else { return state.terms }
            let configuration = WebConfiguration(path: path, readFile: readFile)
            state.sources = configuration.sources
            switch configuration.terms {
            case .success(let terms):
                state.terms = terms
                log.info("web configuration loaded", Self.fields(path, terms))
            case .failure(let errors):
                state.terms.isBroken = true
                log.error("web configuration not loaded, requests are answered 500", ["error": "\(errors)"])
            }
            return state.terms
        }
    }

    /// What may be told of it.
    var summary: Log.Fields { state.withLock { Self.fields(path, $0.terms) } }

    private static func fields(_ path: String, _ terms: AccessTerms) -> Log.Fields {
        [
            "file": path, "tls": terms.tls != nil, "users": terms.users.count,
            "rate_limited": terms.rateLimit != nil,
        ]
    }
}
