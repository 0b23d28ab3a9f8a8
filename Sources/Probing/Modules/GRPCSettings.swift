/// How to ask a gRPC health service (grpc.health.v1).
package struct GRPCSettings: Sendable {
    /// "" for the server as a whole.
    package var service = ""
    package var usesTLS = false
    package var tls = TLSSettings()
    /// Sent with the call; several values make several lines. Binary ones (`-bin`) are given as they are and travel in base64.
    package var metadata: [(name: String, values: [String])] = []

    package init() {}
}
