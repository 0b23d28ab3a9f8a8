import Diagnosis
import FoundationEssentials
import WhatsApp
import Wire

/// The page's parts about the past: incidents, and the edges that served this host.
struct LandingSections {
    let books: Books

    private static let mostIncidents = 5

    /// The newest incidents; nothing while there was none.
    var incidents: String {
        let all = books.incidents.all
        guard !all.isEmpty else { return "" }
        let rows = all.suffix(Self.mostIncidents).reversed().map { incident in
            """
            <tr><th scope="row"><a href="/api/v1/incidents/\(incident.id)/post-mortem">\(incident.id)</a></th>\
            <td class="\(incident.isOpen ? "down" : "ok")">\(incident.isOpen ? "open" : "resolved")</td>\
            <td>\(incident.verdict.rawValue)</td>\
            <td>\(incident.components.map(\.rawValue).joined(separator: ", "))</td>\
            <td>\(Date(timeIntervalSince1970: incident.startedAt).formatted(.iso8601))</td>\
            <td>\(incident.cause.escapedForHTML)</td></tr>
            """
        }
        return table(
            "Incidents", ["Incident", "State", "Verdict", "Components", "Begin", "Cause"], rows: rows)
    }

    /// What is said beside what the probes find; nothing while nothing is.
    func signals(_ statements: [SignalDesk.Statement]) -> String {
        guard !statements.isEmpty else { return "" }
        let rows = statements.map { statement in
            """
            <tr><th scope="row">\(statement.kind.evidenceKind.rawValue.replacing("_", with: " "))</th>\
            <td>\(statement.scope?.rawValue ?? "all")</td><td>\(statement.source)</td>\
            <td>\(Date(timeIntervalSince1970: statement.since).formatted(.iso8601))</td>\
            <td>\(statement.detail.escapedForHTML)</td></tr>
            """
        }
        return table("What others say", ["Signal", "Concerns", "Source", "Begin", "Detail"], rows: rows)
    }

    /// Where each role's names lead by each resolver; nothing before the first answer.
    func edges(at now: Double) -> String {
        let rows = books.edges.overview(at: now).edges.filter { $0.edge != nil }.map { edge in
            let state = edge.state == .failoverSuspected ? "down" : edge.state == .steered ? "degraded" : edge.state.rawValue
            return """
                <tr><th scope="row">\(edge.key.role.rawValue)</th><td>\(edge.key.resolver.escapedForHTML)</td>\
                <td>\(edge.key.family.rawValue)</td><td>\(edge.edge?.description ?? "")</td>\
                <td>\((edge.place?.description ?? "").escapedForHTML)</td>\
                <td class="\(state == "home" ? "ok" : state)">\(edge.state.rawValue.replacing("_", with: " "))</td></tr>
                """
        }
        guard !rows.isEmpty else { return "" }
        return table("Edges", ["Role", "Resolver", "Family", "Edge", "Place", "State"], rows: rows)
    }

    private func table(_ title: String, _ columns: [String], rows: [String]) -> String {
        """
        <h2>\(title)</h2>
        <table>
        <thead><tr>\(columns.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr></thead>
        <tbody>
        \(rows.joined(separator: "\n"))
        </tbody>
        </table>
        """
    }
}

extension String {
    /// Fit to stand in HTML's text and in quoted attributes.
    var escapedForHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
