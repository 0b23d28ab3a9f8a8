package import Wire

/// What only one kind of prober learns of its peer.
package enum PeerFinding: Sendable, Equatable {
    case dialogue(DialogueFinding)
    case dns(DNSFinding)
    case echo(EchoFinding)
    case grpc(GRPCFinding)
    case webSocket(WebSocketFinding)
    indirect case database(DatabaseFinding)
}

/// How a dialogue with expectations went.
package struct DialogueFinding: Sendable, Equatable {
    /// Whether an expression was what failed.
    package var failedPattern = false
    /// Whether exact bytes were what failed.
    package var failedBytes = false
    /// What the labels of a step that matched were filled with, in the order configured; `nil` when no step has labels.
    package var captured: [Captured]?

    package init() {}

    /// A label's name and value.
    package struct Captured: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }
}

/// What a DNS server answered.
package struct DNSFinding: Sendable, Equatable {
    /// Whether an answer came that could be read, whatever its code.
    package var wasAnswered = false
    package var responseCode: DNSResponseCode?
    package var answers = 0
    package var authorities = 0
    package var additionals = 0
    /// Of the SOA record answered to a query for one.
    package var serial: UInt32?

    package init() {}
}

/// What came back of the echoes sent.
package struct EchoFinding: Sendable, Equatable {
    package var sent = 0
    package var received = 0
    /// Of those that came back, in the order sent.
    package var roundTrips: [Duration] = []
    /// The hops left of the last reply's; `nil` where the kernel does not tell.
    package var hopLimit: Int?

    package init() {}
}

/// What a gRPC health service answered.
package struct GRPCFinding: Sendable, Equatable {
    /// The words of grpc.health.v1, by their numbers.
    package enum ServingStatus: Int, CaseIterable, Sendable {
        case unknown, serving, notServing, serviceUnknown

        /// As the protocol spells it: `NOT_SERVING`.
        package var word: String {
            switch self {
            case .unknown: "UNKNOWN"
            case .serving: "SERVING"
            case .notServing: "NOT_SERVING"
            case .serviceUnknown: "SERVICE_UNKNOWN"
            }
        }
    }

    package var isTLS = false
    /// The call's gRPC status, where the server gave none the one clients make of that; `nil` when nobody was called.
    package var statusCode: Int?
    package var servingStatus: ServingStatus?

    package init() {}
}

/// How the change to WebSocket went.
package struct WebSocketFinding: Sendable, Equatable {
    /// The HTTP status answered; 0 for none.
    package var status = 0
    package var isUpgraded = false
    package var failedPattern = false
    /// From a ping to its pong, where one was sent.
    package var pingRoundTrip: Duration?

    package init() {}
}
