import Prometheus
import Server

extension Route {
    /// A route for those who report: not under the server's passwords, but its own token, signature or ticket.
    /// - Parameter results: what the server refuses before the handler sees it is counted here.
    static func reporting(
        _ method: String, _ path: String, counting results: CounterFamily<ReportResult>, handler: @escaping Handler
    ) -> Route {
        // Each waits for the disk: one that hangs must not gather all connections there are.
        var route = Route(
            method, path, maxConcurrentRequests: 256, maxBodyBytes: ReportFields.mostBytes, hasOwnAccess: true, handler: handler)
        if method == "POST" { route.onRefusal = { results[ReportResult(refusedWith: $0)]?.increment() } }
        return route
    }
}
