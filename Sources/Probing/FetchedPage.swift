package import Posix
package import Wire

/// A page got for what it says, not to find out whether it can be had.
package struct FetchedPage: Sendable {
    package var status: Int
    /// The answer's own field lines.
    package var fields: HTTPFields = [:]
    package var body: [UInt8]

    /// Asks for a page as a prober would: redirects, TLS, authorization and proxy are the settings'.
    ///
    /// It comes as the server has it: no compression is asked for, none undone. Its address need not be one that may be probed, for
    /// configuration chose it.
    /// - Throws: why it did not come whole, be it for being longer than the settings allow.
    package static func get(
        _ url: HTTPURL, _ settings: HTTPSettings, in environment: ProbeEnvironment, until deadline: Deadline
    ) async throws(ProbeFailure) -> FetchedPage {
        var unrestricted = environment
        unrestricted.objection = { _, _ in nil }
        var outcome = ProbeOutcome()
        let target = Target(
            name: "\(url)", host: url.host, port: url.port, prober: HTTPProber(url: url, settings: settings))
        let visit = HTTPVisit(settings: settings, environment: unrestricted, family: nil, deadline: deadline)
        let answer = try await visit.answer(
            of: url, target, bodies: HTTPBodyRules(settings, keepingBody: true), into: &outcome)
        if let failure = answer.bodyFailure { throw failure }
        return FetchedPage(status: answer.status, fields: answer.fields, body: answer.body.bytes)
    }
}
