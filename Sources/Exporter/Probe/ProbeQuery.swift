import Probing
import Server
import Wire

/// What a request for a probe asks for.
struct ProbeQuery {
    /// A request that cannot be followed: status and one line.
    struct Refusal: Error, Equatable {
        var status: Int
        var line: String
    }

    static let defaultModule = "http_2xx"

    var module: Module
    var target: String
    /// "" without one.
    var hostname: String
    /// Whether the answer is for a person.
    var isDebug: Bool
    var timeout: Duration

    /// Reads the parameters and the scraper's timeout; of parameters given more than once the first counts, others are ignored.
    init(
        _ request: Request, modules: [String: Module], timeoutOffset: Duration,
        limitation: (_ module: String) -> String? = { _ in nil }, onUnknownModule: () -> Void = {}
    ) throws(Refusal) {
        let parameters = request.target
        let name = parameters.first("module").flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultModule
        guard let module = modules[name] else {
            onUnknownModule()
            if let limitation = limitation(name) { throw Refusal(status: 400, line: limitation) }
            throw Refusal(status: 400, line: "there is no module \(name.debugDescription)")
        }
        self.module = module
        let header = request.head.fields.first("x-prometheus-scrape-timeout-seconds")
        guard let timeout = ProbeTimeout.duration(header: header, offset: timeoutOffset, module: module.timeout) else {
            throw Refusal(
                status: 500,
                line: "X-Prometheus-Scrape-Timeout-Seconds is \((header ?? "").debugDescription), no number of seconds")
        }
        self.timeout = timeout
        guard let target = parameters.first("target"), !target.isEmpty else {
            throw Refusal(status: 400, line: "the parameter target is missing")
        }
        self.target = target
        hostname = parameters.first("hostname") ?? ""
        isDebug = parameters.first("debug") == "true"
        if let queryName = parameters.first("query_name"), !queryName.isEmpty {
            guard case .dns(var settings) = module.kind else {
                throw Refusal(status: 400, line: "the parameter query_name is for modules of the prober dns")
            }
            settings.queryName = queryName
            self.module.kind = .dns(settings)
        }
    }
}
