import Testing
import Wire

@testable import Server

@Suite struct RouterTests {
    private let router = Router([
        .get("/metrics") { _ in .text("metrics") },
        .post("/-/reload") { _ in .text("reloaded") },
        .get("/both") { _ in .text("got") },
        .post("/both") { _ in .text("posted") },
    ])

    private func outcome(_ method: String, _ path: String) -> String {
        switch router.match(method: method, path: path) {
        case .route(let route): "\(route.method) \(route.path)"
        case .options(let allow): "options \(allow)"
        case .methodNotAllowed(let allow): "not allowed, but \(allow)"
        case .notFound: "not found"
        case .notImplemented: "not implemented"
        }
    }

    @Test(arguments: [
        ("GET", "/metrics", "GET /metrics"),
        ("HEAD", "/metrics", "GET /metrics"),
        ("POST", "/-/reload", "POST /-/reload"),
        ("POST", "/both", "POST /both"),
        ("HEAD", "/both", "GET /both"),
        ("HEAD", "/-/reload", "not allowed, but OPTIONS, POST"),
        ("POST", "/metrics", "not allowed, but GET, HEAD, OPTIONS"),
        ("DELETE", "/both", "not allowed, but GET, HEAD, OPTIONS, POST"),
        ("OPTIONS", "/metrics", "options GET, HEAD, OPTIONS"),
        ("OPTIONS", "*", "options GET, HEAD, OPTIONS, POST"),
        ("GET", "*", "not found"),
        ("GET", "/", "not found"),
        ("GET", "/metrics/", "not found"),
        ("GET", "/METRICS", "not found"),
        ("get", "/metrics", "not implemented"),
        ("BREW", "/nowhere", "not implemented"),
        ("CONNECT", "/metrics", "not implemented"),
    ])
    func routes(_ method: String, _ path: String, to expected: String) {
        #expect(outcome(method, path) == expected)
    }

    @Test func takesTheFirstOfTwoAlike() async throws {
        let router = Router([.get("/") { _ in .text("metrics") }, .get("/") { _ in .text("landing page") }])
        guard case .route(let route) = router.match(method: "GET", path: "/") else { throw CancellationError() }
        let request = Request(
            head: try #require(HTTPRequestHead(method: "GET", target: "/")), target: try HTTPRequestTarget(parsing: "/"))
        #expect(await route.handler(request) == .text("metrics"))
        #expect(router.paths == ["/"])
    }

    @Test func countsOnlyPathsOfItsOwn() {
        #expect(router.match(method: "GET", path: "/metrics").countedPath == "/metrics")
        #expect(router.match(method: "PUT", path: "/metrics").countedPath == "other")
        #expect(router.match(method: "GET", path: "/etc/passwd").countedPath == "other")
        #expect(router.paths == ["/metrics", "/-/reload", "/both"])
    }
}
