/// The routes of a server.
package struct Router: Sendable {
    enum Match {
        case route(Route, parameters: [String: String])
        /// OPTIONS, and the methods to name in Allow.
        case options(allow: String)
        case methodNotAllowed(allow: String)
        case notFound
        /// A method that is none of HTTP's, or CONNECT.
        case notImplemented
        /// Not asked of any route: the answer is there already.
        case refused(Response)

        /// Who answers; `nil` when no handler does.
        var route: Route? {
            if case .route(let route, _) = self { route } else { nil }
        }

        /// The path under which it is counted: never one that only a client made up.
        var countedPath: String { route?.path ?? RequestCounters.other }

        var parameters: [String: String] {
            if case .route(_, let parameters) = self { parameters } else { [:] }
        }
    }

    // RFC 9110 section 9.3 and RFC 5789. CONNECT is for proxies and has no path.
    private static let knownMethods: Set = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"]

    /// Each path once, in the order given.
    let paths: [String]
    private let routes: [String: [String: Route]]
    /// The paths with parameters, which are tried in this order when no path is the request's own.
    private let patterns: [(pattern: PathPattern, methods: [String: Route])]

    /// A router of routes; of two with one path and method the first counts, and so does the first of two patterns that fit.
    package init(_ routes: [Route]) {
        var paths: [String] = []
        var table: [String: [String: Route]] = [:]
        for route in routes {
            if table[route.path] == nil { paths.append(route.path) }
            if table[route.path]?[route.method] == nil { table[route.path, default: [:]][route.method] = route }
        }
        self.paths = paths
        patterns = paths.compactMap { path in PathPattern(path).map { ($0, table.removeValue(forKey: path) ?? [:]) } }
        self.routes = table
    }

    func match(method: String, path: String) -> Match {
        let (methods, parameters) = find(path)
        if let route = methods?[method] { return .route(route, parameters: parameters) }
        guard Self.knownMethods.contains(method) else { return .notImplemented }
        if path == "*", method == "OPTIONS" {
            return .options(allow: Self.allow((routes.values + patterns.map(\.methods)).flatMap(\.keys)))
        }
        guard let methods else { return .notFound }
        if method == "HEAD", let route = methods["GET"] { return .route(route, parameters: parameters) }
        let allow = Self.allow(methods.keys)
        return method == "OPTIONS" ? .options(allow: allow) : .methodNotAllowed(allow: allow)
    }

    private func find(_ path: String) -> (methods: [String: Route]?, parameters: [String: String]) {
        if let methods = routes[path] { return (methods, [:]) }
        for (pattern, methods) in patterns {
            if let parameters = pattern.parameters(of: path) { return (methods, parameters) }
        }
        return (nil, [:])
    }

    private static func allow(_ methods: some Sequence<String>) -> String {
        var all = Set(methods)
        if all.contains("GET") { all.insert("HEAD") }
        all.insert("OPTIONS")
        return all.sorted().joined(separator: ", ")
    }
}
