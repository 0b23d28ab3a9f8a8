import Server
import Wire

/// `/logs`: what a probe on demand noted, found by its number or by the target it probed last.
struct LogsEndpoint: Sendable {
    let recent: RecentProbes
    /// A module's configuration by its name, secrets masked.
    let moduleText: @Sendable (String) -> String?

    func answer(_ request: Request) -> Response {
        let parameters = request.target
        let target = parameters.first("target").flatMap { $0.isEmpty ? nil : $0 }
        let module = parameters.first("module").flatMap { $0.isEmpty ? nil : $0 }
        let entry: RecentProbes.Entry?
        switch (parameters.first("id").flatMap { $0.isEmpty ? nil : $0 }, target) {
        case (nil, nil): return .error(400, "one of the parameters id and target is needed")
        case (.some, .some): return .error(400, "the parameters id and target do not go together")
        case (let text?, nil):
            guard text.utf8.allSatisfy({ 48...57 ~= $0 }), let id = Int(text) else {
                return .error(400, "the parameter id is \(text.debugDescription), no number")
            }
            entry = recent.entry(id: id)
        case (nil, let target?): entry = recent.newest(of: target, module: module)
        }
        guard let entry else { return .error(404, "no such probe is remembered") }
        var response = Response(
            contentType: "text/plain; charset=utf-8",
            body: ProbeReportText(entry, configuration: moduleText(entry.module)).bytes)
        response.fields.append("Cache-Control", "no-store")
        return response
    }
}
