import Testing
import Wire

@testable import Server

@Suite struct RouterTests {
    private let router = Router([
        .get("/metrics") { _ in .text("metrics") },
        .post("/-/reload") { _ in .text("reloaded") },
        .get("/both") { _ in .text("got") },
        .post("/both") { _ in .text("posted") },
        .get("/things/{id}") { _ in .text("thing") },
        .get("/things/own") { _ in .text("own") },
        .post("/things/{id}/notes/{note}") { _ in .text("noted") },
    ])

    private func outcome(_ method: String, _ path: String) -> String {
        switch router.match(method: method, path: path) {
        case .route(let route, let parameters):
            "\(route.method) \(route.path)" + parameters.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        case .options(let allow): "options \(allow)"
        case .methodNotAllowed(let allow): "not allowed, but \(allow)"
        case .notFound: "not found"
        case .notImplemented: "not implemented"
        case .refused(let response): "refused with \(response.status)"
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
        ("GET", "/things/a b", "GET /things/{id} id=a b"),
        ("HEAD", "/things/7", "GET /things/{id} id=7"),
        ("GET", "/things/own", "GET /things/own"),
        ("GET", "/things/{id}", "GET /things/{id} id={id}"),
        ("POST", "/things/7", "not allowed, but GET, HEAD, OPTIONS"),
        ("POST", "/things/own", "not allowed, but GET, HEAD, OPTIONS"),
        ("OPTIONS", "/things/7/notes/1", "options OPTIONS, POST"),
        ("POST", "/things/7/notes/1", "POST /things/{id}/notes/{note} id=7 note=1"),
        ("GET", "/things/7/notes/1", "not allowed, but OPTIONS, POST"),
        ("GET", "/things/", "not found"),
        ("GET", "/things//", "not found"),
        ("GET", "/things/7/", "not found"),
        ("GET", "/things/7/other/1", "not found"),
        ("GET", "things/7", "not found"),
        ("BREW", "/things/7", "not implemented"),
    ])
    func routes(_ method: String, _ path: String, to expected: String) {
        #expect(outcome(method, path) == expected)
    }

    @Test func takesTheFirstOfTwoAlike() async throws {
        let router = Router([.get("/") { _ in .text("metrics") }, .get("/") { _ in .text("landing page") }])
        guard case .route(let route, _) = router.match(method: "GET", path: "/") else { throw CancellationError() }
        let request = Request(
            head: try #require(HTTPRequestHead(method: "GET", target: "/")), target: try HTTPRequestTarget(parsing: "/"))
        #expect(await route.handler(request) == .text("metrics"))
        #expect(router.paths == ["/"])
    }

    @Test func countsOnlyPathsOfItsOwn() {
        #expect(router.match(method: "GET", path: "/metrics").countedPath == "/metrics")
        #expect(router.match(method: "PUT", path: "/metrics").countedPath == "other")
        #expect(router.match(method: "GET", path: "/etc/passwd").countedPath == "other")
        #expect(router.match(method: "GET", path: "/things/7").countedPath == "/things/{id}")
        #expect(
            router.paths == [
                "/metrics", "/-/reload", "/both", "/things/{id}", "/things/own", "/things/{id}/notes/{note}",
            ])
    }
}
