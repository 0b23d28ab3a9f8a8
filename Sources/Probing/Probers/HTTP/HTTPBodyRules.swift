import Compression
import Conditions
import Patterns

/// What must be so of a body: apart from the rest, so that it can be judged off the loop.
struct HTTPBodyRules: Sendable {
    /// What was found of a body.
    struct Verdict: Sendable {
        /// After decompression, up to what was wrong with it.
        var count = 0
        var failure: ProbeFailure?
        var failedPattern = false
        var failedCondition = false
    }

    /// Bodies to look at are never taken in beyond this.
    static let mostBytes = 64 << 20

    private let coding: ContentCoding?
    private let limitBytes: Int
    private let forbidden: [Pattern]
    private let wanted: [Pattern]
    private let forbiddenCondition: Condition?
    private let wantedCondition: Condition?
    /// Whether any rule is about what the body says.
    private let looksAtBody: Bool

    /// - Parameter keepingBody: whether somebody else wants the body.
    init(_ settings: HTTPSettings, keepingBody: Bool = false) {
        coding =
            switch settings.encoding {
            case nil, .identity: nil
            case .gzip: .gzip
            case .deflate: .deflate
            case .brotli: .brotli
            }
        forbidden = settings.failIfBodyMatches
        wanted = settings.failIfBodyNotMatches
        forbiddenCondition = settings.failIfJSONMatches
        wantedCondition = settings.failIfJSONNotMatches
        looksAtBody =
            keepingBody || !(forbidden.isEmpty && wanted.isEmpty) || forbiddenCondition != nil || wantedCondition != nil
        limitBytes = settings.bodyLimitBytes ?? (looksAtBody || coding != nil ? Self.mostBytes : .max)
    }

    /// Whether the body is needed, and not only its length.
    var keepsBody: Bool { looksAtBody || coding != nil }

    /// The most bytes to read off the wire.
    var wireLimitBytes: Int { coding == nil ? limitBytes : Self.mostBytes }

    /// Judges a whole body; takes long for a long one.
    /// - Parameters:
    ///   - mayBePacked: whether the answer is of a kind that has a body.
    ///   - countingOnly: whether nothing but its length is wanted.
    func judge(_ received: HTTPBody, mayBePacked: Bool = true, countingOnly: Bool = false) -> Verdict {
        guard let coding, mayBePacked else {
            return countingOnly ? Verdict(count: received.count) : judge(received.bytes, count: received.count)
        }
        let unpacked = coding.unpack(received.bytes, limitBytes: limitBytes, keeping: looksAtBody && !countingOnly)
        if let failure = unpacked.failure {
            let reason: FailureReason = if case .oversized = failure { .httpTooLarge } else { .httpBadEncoding }
            return Verdict(
                count: unpacked.count,
                failure: ProbeFailure(reason, "the body cannot be unpacked as \(coding.rawValue): \(failure)"))
        }
        return countingOnly ? Verdict(count: unpacked.count) : judge(unpacked.bytes, count: unpacked.count)
    }

    private func judge(_ body: [UInt8], count: Int) -> Verdict {
        var verdict = Verdict(count: count)
        if let pattern = forbidden.first(where: { $0.matches(body) }) {
            verdict.failedPattern = true
            verdict.failure = ProbeFailure(.httpUnexpectedBody, "the body matches \"\(pattern.text)\"")
        } else if let pattern = wanted.first(where: { !$0.matches(body) }) {
            verdict.failedPattern = true
            verdict.failure = ProbeFailure(.httpUnexpectedBody, "the body does not match \"\(pattern.text)\"")
        } else if let reason = objection(to: body) {
            verdict.failedCondition = true
            verdict.failure = ProbeFailure(.httpUnexpectedJSON, reason)
        }
        return verdict
    }

    private func objection(to body: [UInt8]) -> String? {
        if let condition = forbiddenCondition {
            switch condition.judge(body) {
            case .holds: return "of the body holds: \(condition.text)"
            case .fails: break
            case .unclear(let reason): return "of the body cannot be told whether \(condition.text): \(reason)"
            }
        }
        if let condition = wantedCondition {
            switch condition.judge(body) {
            case .holds: break
            case .fails: return "of the body does not hold: \(condition.text)"
            case .unclear(let reason): return "of the body cannot be told whether \(condition.text): \(reason)"
            }
        }
        return nil
    }
}
