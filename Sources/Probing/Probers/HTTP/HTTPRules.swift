import Patterns
import Wire

extension HTTPSettings {
    /// Bodies up to this size are judged at once: to go elsewhere for it would take longer.
    private static let mostBytesInPlace = 4096

    /// Judges an answer, one rule after the other: status, header fields, body, protocol version, TLS.
    ///
    /// What the rules found is in the finding.
    /// - Throws: the first rule's reason that is not met.
    func judge(
        _ answer: HTTPAnswer, _ bodyRules: HTTPBodyRules, into finding: inout HTTPFinding, in environment: ProbeEnvironment
    ) async throws(ProbeFailure) {
        let headFailure = statusFailure(answer, redirects: finding.redirects) ?? fieldFailure(answer.fields, into: &finding)
        let body = await verdict(on: answer, bodyRules, countingOnly: headFailure != nil, in: environment)
        finding.bodyBytes = body.count
        if let failure = headFailure ?? answer.bodyFailure ?? body.failure {
            if headFailure == nil, body.failedPattern { finding.failedPattern = true }
            if body.failedCondition { finding.failedCondition = true }
            throw failure
        }
        guard validVersions.isEmpty || validVersions.contains(answer.version) else {
            throw ProbeFailure(.httpUnexpectedVersion, "the answer is in \(answer.version)")
        }
        guard !(failsIfTLS && finding.isTLS), !(failsIfNotTLS && !finding.isTLS) else {
            throw ProbeFailure(.httpUnexpectedTLS, "the answer came \(finding.isTLS ? "over" : "without") TLS")
        }
    }

    private func statusFailure(_ answer: HTTPAnswer, redirects: Int) -> ProbeFailure? {
        let status = answer.status
        let isValid = validStatuses.isEmpty ? 200..<300 ~= status : validStatuses.contains { $0 ~= status }
        if isValid { return nil }
        if followsRedirects, redirects > redirectLimit {
            return ProbeFailure(.httpTooManyRedirects, "more than \(redirectLimit) redirects, the last with status \(status)")
        }
        // 407 is a proxy's own word: no server behind it has one to ask credentials for.
        if status == 407, answer.cameByProxy {
            return ProbeFailure(.proxyRefused, "the proxy answers with status 407: it wants to know who we are")
        }
        return ProbeFailure(status >= 500 ? .httpServerError : .httpUnexpectedStatus, "the answer has status \(status)")
    }

    private func fieldFailure(_ fields: HTTPFields, into finding: inout HTTPFinding) -> ProbeFailure? {
        guard let objection = headerObjection(fields) else { return nil }
        finding.failedPattern = true
        return ProbeFailure(.httpUnexpectedHeader, objection)
    }

    private func headerObjection(_ fields: HTTPFields) -> String? {
        for rule in failIfHeaderMatches {
            let values = fields.all(rule.name)
            if values.isEmpty, !rule.allowsMissing { return "the answer has no header \(rule.name)" }
            if values.contains(where: { rule.pattern.matches($0.utf8) }) {
                return "the header \(rule.name) matches \"\(rule.pattern.text)\""
            }
        }
        for rule in failIfHeaderNotMatches {
            let values = fields.all(rule.name)
            if values.isEmpty {
                if !rule.allowsMissing { return "the answer has no header \(rule.name)" }
            } else if !values.contains(where: { rule.pattern.matches($0.utf8) }) {
                return "the header \(rule.name) does not match \"\(rule.pattern.text)\""
            }
        }
        return nil
    }

    private func verdict(
        on answer: HTTPAnswer, _ rules: HTTPBodyRules, countingOnly: Bool, in environment: ProbeEnvironment
    ) async -> HTTPBodyRules.Verdict {
        let body = answer.body
        if let failure = answer.bodyFailure {
            // A body that is not whole proves nothing. Of one too large the limit is what counts.
            let isTooLarge = failure.reason == .httpTooLarge && encoding == nil
            return HTTPBodyRules.Verdict(count: isTooLarge ? bodyLimitBytes ?? body.count : body.count)
        }
        let mayBePacked = answer.mayHaveBody
        guard body.count > Self.mostBytesInPlace, rules.keepsBody else {
            return rules.judge(body, mayBePacked: mayBePacked, countingOnly: countingOnly)
        }
        return await environment.aside { rules.judge(body, mayBePacked: mayBePacked, countingOnly: countingOnly) }
    }
}
