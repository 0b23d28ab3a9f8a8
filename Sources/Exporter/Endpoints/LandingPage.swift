import Diagnosis
import FoundationEssentials
import Posix
import Probing
import Server
import WhatsApp
import Wire

/// `/`: the verdict, the components and the last probes for a person with a browser, readable without scripts.
struct LandingPage: Sendable {
    let books: Books
    let desk: SignalDesk
    /// Whether people may report trouble by a page.
    let takesReports: @Sendable () -> Bool
    let telemetryPath: String
    /// Probes on demand; `nil` where there are none.
    var recent: RecentProbes?
    /// Unix seconds.
    let now: @Sendable () -> Double

    func answer(_ request: Request) -> Response {
        var response = Response.html(page(books.probes.conclusion(at: now())))
        response.fields.append("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        response.fields.append("Cache-Control", "no-store")
        return response
    }

    private func page(_ conclusion: Conclusion) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="30">
        <title>Is WhatsApp down, or is it me?</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        <h1>Is WhatsApp down, or is it me?</h1>
        \(Scope.allCases.compactMap { scope in conclusion.scopes[scope].map { ruling(scope, $0) } }.joined(separator: "\n"))
        <h2>Components</h2>
        <table>
        <thead><tr><th scope="col">Component</th><th scope="col">Status</th>\
        \(WindowSpan.allCases.map { "<th scope=\"col\" class=\"number\">Up \($0.rawValue)</th>" }.joined())</tr></thead>
        <tbody>
        \(components(conclusion))
        </tbody>
        </table>
        \(LandingSections(books: books).signals(desk.standing(at: conclusion.at)))
        \(LandingSections(books: books).incidents)
        \(LandingSections(books: books).edges(at: conclusion.at))
        <h2>Probes</h2>
        <table>
        <thead><tr><th scope="col">Target</th><th scope="col">Component</th><th scope="col">Result</th>\
        <th scope="col" class="number">Time</th><th scope="col">Detail</th></tr></thead>
        <tbody>
        \(books.probes.probes.map(row).joined(separator: "\n"))
        </tbody>
        </table>
        \(recent.map { RecentProbesSection(recent: $0).html } ?? "")
        <nav aria-label="More">
        \(takesReports() ? "<a href=\"/report\">Report trouble</a> · " : "")<a href="\(telemetryPath)">Metrics</a> · <a href="/api/v1/verdict">Verdict as JSON</a> · \
        <a href="/api/v1/probes">Probes as JSON</a> · \
        <a href="/api/v1/edges">Edges as JSON</a> · <a href="/api/v1/signals">Signals as JSON</a> · \
        <a href="/api/v1/incidents">Incidents as JSON</a> · <a href="/-/healthy">Health</a> · <a href="/-/ready">Readiness</a>
        </nav>
        </main>
        <footer>whatsapp_status_exporter \(BuildInfo.version), \
        \(Date(timeIntervalSince1970: conclusion.at).formatted(.iso8601)). This page renews itself every 30 seconds.</footer>
        </body>
        </html>

        """
    }

    private func ruling(_ scope: Scope, _ ruling: ScopedVerdict) -> String {
        """
        <section class="verdict \(ruling.verdict.blame.rawValue)" aria-label="Verdict for \(scope.rawValue) users">
        <p class="scope">\(scope == .consumer ? "WhatsApp" : "WhatsApp Business Platform")</p>
        <p class="word">\(ruling.verdict.rawValue.replacing("_", with: " "))</p>
        <p>\(escaped(ruling.sentence))</p>
        <details><summary>Evidence (\(ruling.evidence.count)), since \
        \(Date(timeIntervalSince1970: ruling.since).formatted(.iso8601))</summary>
        <ul>\(ruling.evidence.map { "<li><b>\($0.kind.rawValue)</b> \(escaped($0.target ?? "")) \(escaped($0.text))</li>" }.joined())</ul>
        </details>
        </section>
        """
    }

    private func components(_ conclusion: Conclusion) -> String {
        let windows = books.probes.windows
        return Component.allCases.map { component in
            let status = conclusion.components[component] ?? .unknown
            let uptimes = WindowSpan.allCases.map { span in
                windows[component]?.summary(over: span, at: conclusion.at).map(uptime) ?? "–"
            }
            return "<tr><th scope=\"row\">\(component.rawValue)</th><td class=\"\(status.rawValue)\">\(status.rawValue)</td>"
                + uptimes.map { "<td class=\"number\">\($0)</td>" }.joined() + "</tr>"
        }.joined(separator: "\n")
    }

    private func row(_ series: ProbeSeries) -> String {
        let result: (className: String, text: String) =
            switch series.last {
            case nil: ("unknown", "waiting")
            case let outcome?: outcome.failure.map { ("down", $0.rawValue) } ?? ("ok", "ok")
            }
        let time = series.last.map { "\(Int(($0.duration.seconds * 1000).rounded())) ms" } ?? ""
        return """
            <tr><th scope="row">\(escaped(series.endpoint.target.name))</th><td>\(series.endpoint.role.label)</td>\
            <td class="\(result.className)">\(result.text)</td><td class="number">\(time)</td>\
            <td>\(escaped(series.last?.detail ?? ""))</td></tr>
            """
    }

    /// A window that was mostly not observed says how much of it was.
    private func uptime(_ summary: WindowSummary) -> String {
        guard let ratio = summary.uptimeRatio else { return "–" }
        let isWhole = summary.observedRatio >= 0.9
        return percent(ratio) + (isWhole ? "" : " <small>of \(TimeSpan.words(seconds: summary.observedSeconds))</small>")
    }

    /// Never rounded up: 100 % is only what had no trouble.
    private func percent(_ ratio: Double) -> String {
        let hundredths = Int((max(0, min(ratio, 1)) * 10_000).rounded(.down))
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }

    private func escaped(_ text: String) -> String { text.escapedForHTML }

    private static let style = """
        :root{color-scheme:light dark;--ok:#1a7f37;--warn:#9a6700;--bad:#cf222e;--dim:#6e7781}
        @media (prefers-color-scheme:dark){:root{--ok:#3fb950;--warn:#d29922;--bad:#f85149;--dim:#8b949e}}
        body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:1rem}
        main,footer{max-width:60rem;margin:auto}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
        .verdict{border:1px solid;border-left-width:.6rem;border-radius:.4rem;padding:.2rem 1rem;margin:1rem 0}
        .verdict p{margin:.4rem 0}.scope{color:var(--dim)}.word{font-size:1.4rem;font-weight:700}
        .verdict.none{border-color:var(--ok)}.verdict.whatsapp{border-color:var(--bad)}
        .verdict.local{border-color:var(--warn)}.verdict.unknown{border-color:var(--dim)}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #8884;font-weight:400;vertical-align:top}
        thead th{font-weight:600}td{overflow-wrap:anywhere}.number{text-align:right;white-space:nowrap}
        .ok{color:var(--ok)}.degraded{color:var(--warn)}.down{color:var(--bad)}.unknown{color:var(--dim)}
        small{color:var(--dim)}nav{margin:2rem 0 1rem}footer{color:var(--dim);font-size:.85rem}
        """
}
