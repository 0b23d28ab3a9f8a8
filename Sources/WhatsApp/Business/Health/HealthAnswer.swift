import FoundationEssentials

/// What came of asking for a node's health.
package enum HealthAnswer: Sendable, Equatable {
    case health(NodeHealth)
    /// The API refused, or failed.
    case error(APIErrorClass, code: Int?)
    case mishap(Mishap)

    /// What came was no answer of the API, or nothing came.
    package enum Mishap: String, CaseIterable, Sendable {
        /// No connection, no TLS, or no answer in time.
        case unreachable
        /// The answer sent us elsewhere; nothing was sent there.
        case redirected
        /// No JSON, as a gateway's or a captive portal's page, or JSON of something else.
        case malformed
        case tooLarge = "too_large"
        /// The answer ended too early.
        case truncated
        /// Our own token could not be read; nothing was asked.
        case noToken = "no_token"
    }

    /// Larger answers are not taken in.
    package static let limitBytes = 256 << 10

    /// Reads an answer.
    package init(status: Int, body: [UInt8]) {
        guard !(300...399).contains(status) else {
            self = .mishap(.redirected)
            return
        }
        let document = try? JSONDecoder().decode(NodeDocument.self, from: Data(body))
        if let document, document.isError {
            self = .error(APIErrorClass(code: document.code, httpStatus: status), code: document.code)
        } else if status >= 500 {
            self = .error(.service, code: nil)
        } else if status == 429 {
            // A gateway's own: it has no code, but means the same.
            self = .error(.rateLimit, code: nil)
        } else if (200...299).contains(status), let health = document?.health {
            self = .health(health)
        } else {
            self = .mishap(.malformed)
        }
    }

    /// One of ``labels``.
    package var label: String {
        switch self {
        case .health: "ok"
        case .error(let kind, _): kind.rawValue
        case .mishap(let mishap): mishap.rawValue
        }
    }

    /// All that ``label`` can be.
    package static let labels = ["ok"] + APIErrorClass.allCases.map(\.rawValue) + Mishap.allCases.map(\.rawValue)
}
