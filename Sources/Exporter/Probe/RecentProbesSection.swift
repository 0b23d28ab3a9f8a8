import FoundationEssentials
import Posix
import Probing

/// The landing page's part about probes on demand.
struct RecentProbesSection {
    let recent: RecentProbes

    private static let mostRows = 50

    /// A table of the newest probes, with what each noted a link away; nothing before the first.
    var html: String {
        let entries = recent.newestFirst
        guard !entries.isEmpty else { return "" }
        return """
            <h2>Recent probes on demand</h2>
            <table>
            <thead><tr><th scope="col">Module</th><th scope="col">Target</th><th scope="col">Result</th>\
            <th scope="col" class="number">Time</th><th scope="col">End</th><th scope="col">Debug</th></tr></thead>
            <tbody>
            \(entries.prefix(Self.mostRows).map(row).joined(separator: "\n"))
            </tbody>
            </table>
            """
    }

    private func row(_ entry: RecentProbes.Entry) -> String {
        let milliseconds = Int((entry.duration.seconds * 1000).rounded())
        return """
            <tr><td>\(entry.module.escapedForHTML)</td><th scope="row">\(shown(entry.target).escapedForHTML)</th>\
            <td class="\(entry.failure == nil ? "ok" : "down")">\(entry.failure?.rawValue ?? "ok")</td>\
            <td class="number">\(milliseconds) ms</td>\
            <td>\(Date(timeIntervalSince1970: entry.at).formatted(.iso8601))</td><td><a href="/logs?id=\(entry.id)">log</a></td></tr>
            """
    }

    private func shown(_ target: String) -> String {
        target.utf8.count <= 120 ? target : "\(target.prefix(119))…"
    }
}
