package import Probing
package import Wire

/// A place outside the configuration where targets come from.
package enum TargetSource: Sendable {
    case files(FileSource)
    case http(HTTPSource)

    /// How targets are found, as labels spell it.
    var mechanism: String {
        switch self {
        case .files: "file"
        case .http: "http"
        }
    }

    /// Which it is among those of its kind; names and passwords left out.
    var place: String {
        switch self {
        case .files(let source): source.patterns.joined(separator: ",")
        case .http(let source): "\(source.url)"
        }
    }

    var refreshInterval: Duration {
        switch self {
        case .files(let source): source.refreshInterval
        case .http(let source): source.refreshInterval
        }
    }
}

/// Files of groups of targets (Prometheus' `file_sd_configs`).
package struct FileSource: Sendable, Equatable {
    /// Paths ending in .json, .yml or .yaml; the last part of one may hold one `*`.
    package var patterns: [String]
    /// Read anew this often even where they do not seem to have changed.
    package var refreshInterval: Duration
}

/// A web page of groups of targets (Prometheus' `http_sd_configs`).
package struct HTTPSource: Sendable {
    package var url: HTTPURL
    /// How the page is asked for.
    package var settings: HTTPSettings
    package var refreshInterval: Duration
}
