import Server
import Wire

/// `/config`: the configuration in force, without secrets.
struct ConfigEndpoint: Sendable {
    /// `Configuration.shownText` of the configuration in force.
    let text: @Sendable () -> String

    func answer(_ request: Request) -> Response {
        var response = Response(contentType: "application/yaml; charset=utf-8", body: Array(text().utf8))
        response.fields.append("Cache-Control", "no-store")
        return response
    }
}
