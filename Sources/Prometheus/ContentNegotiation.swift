/// What to answer a scraper that accepts what it says it accepts.
///
/// The rules are those of the Go exporters (prometheus/common, `expfmt`), but that OpenMetrics is offered, and wildcards are
/// understood. There is always an answer: text 0.0.4 where nothing offered is asked for, or nothing can be read, since a
/// scraper fails on a status or a type it does not know. Protobuf and `text/plain;version=1.0.0` are not offered.
package struct ContentNegotiation: Sendable, Equatable {
    package let format: ExpositionFormat

    /// The exact value of the answer's `Content-Type`.
    package let contentType: String

    /// - Parameter accept: the value of the request's `Accept` field, several joined by commas; `nil` without one.
    package init(accept: String?) {
        var format = ExpositionFormat.text
        var escaping = "underscores"
        for clause in AcceptClause.parse(accept ?? "") where clause.weight > 0 {
            if let scheme = clause.parameters["escaping"], Self.escapingSchemes.contains(scheme) { escaping = scheme }
            if let match = Self.format(for: clause) {
                format = match
                break
            }
        }
        self.format = format
        contentType = "\(Self.mediaType(of: format)); escaping=\(escaping)"
    }

    /// All names exposed are legal under every scheme, so the scheme is echoed and changes nothing.
    private static let escapingSchemes: Set = ["allow-utf-8", "underscores", "dots", "values"]

    private static func format(for clause: AcceptClause) -> ExpositionFormat? {
        let version = clause.parameters["version"]
        return switch clause.range {
        case "*/*", "text/*": .text
        case "text/plain" where version == nil || version == "0.0.4": .text
        case "application/openmetrics-text" where version == nil || version == "1.0.0": .openMetrics
        default: nil
        }
    }

    private static func mediaType(of format: ExpositionFormat) -> String {
        switch format {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}
