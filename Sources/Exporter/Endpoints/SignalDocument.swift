import Diagnosis
import FoundationEssentials
import WhatsApp

/// What stands said beside what the probes find, as JSON.
struct SignalDocument: Encodable {
    let kind: String
    /// `null` for both scopes.
    let scope: String?
    let source: String
    let since: Date
    let detail: String

    init(_ statement: SignalDesk.Statement) {
        kind = statement.kind.evidenceKind.rawValue
        scope = statement.scope?.rawValue
        source = statement.source
        since = Date(timeIntervalSince1970: statement.since)
        detail = statement.detail
    }
}
