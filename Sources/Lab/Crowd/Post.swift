import Wire

/// A request to the exporter that somebody is about to make.
struct Post: Sendable, Equatable {
    let method: String
    /// Path and query.
    let target: String
    let fields: HTTPFields
    let body: [UInt8]
    /// Who makes it, as an address of loopback; `nil` for this machine's own.
    let source: IPAddress?

    init(
        _ method: String, _ target: String, fields: HTTPFields = [:], body: String = "", from source: IPAddress? = nil
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = Array(body.utf8)
        self.source = source
    }
}
