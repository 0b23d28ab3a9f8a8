import FoundationEssentials
import Posix
import Wire

/// The header fields of a gRPC call.
enum GRPCMetadata {
    /// Those every call has, then the configured ones; names the protocol keeps for itself are left out.
    static func fields(_ metadata: [(name: String, values: [String])], timeout: Duration) -> HTTPFields {
        var fields: HTTPFields = [
            "content-type": "application/grpc", "user-agent": HTTPProber.userAgent, "te": "trailers",
            "grpc-timeout": Self.timeout(timeout),
        ]
        for (name, values) in metadata {
            let name = name.lowercased()
            guard !isReserved(name) else { continue }
            for value in values { fields.append(name, name.hasSuffix("-bin") ? base64(value) : value) }
        }
        return fields
    }

    /// At most eight digits and a unit, rounded up: a server that gives up first hides who was slow.
    static func timeout(_ duration: Duration) -> String {
        let milliseconds = max(1, (duration.nanoseconds - 1) / 1_000_000 + 1)
        return milliseconds < 100_000_000 ? "\(milliseconds)m" : "\(min(milliseconds / 1000, 99_999_999))S"
    }

    private static func isReserved(_ name: String) -> Bool {
        name.hasPrefix("grpc-") || ["content-type", "user-agent", "te"].contains(name)
    }

    /// Without padding, as gRPC prefers it.
    static func base64(_ text: String) -> String {
        String(Data(text.utf8).base64EncodedString().prefix { $0 != "=" })
    }
}
