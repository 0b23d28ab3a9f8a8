package import Wire

/// What a healthy answer looks like: one of several shapes.
package struct HTTPExpectation: Sendable, Equatable {
    /// One shape of a healthy answer.
    package struct Answer: Sendable, Equatable {
        package var statuses: ClosedRange<Int>
        /// All of these must stand in the body.
        package var bodyContains: [String]
        /// Whether it may be a page for people, as a captive portal's is.
        package var allowsPage: Bool

        package init(_ statuses: ClosedRange<Int>, bodyContains: [String] = [], allowsPage: Bool = true) {
            self.statuses = statuses
            self.bodyContains = bodyContains
            self.allowsPage = allowsPage
        }

        func fits(_ head: HTTPResponseHead, body: [UInt8]) -> Bool {
            guard allowsPage || !isPage(head, body) else { return false }
            return bodyContains.allSatisfy { contains(Array($0.utf8), in: body) }
        }

        private func isPage(_ head: HTTPResponseHead, _ body: [UInt8]) -> Bool {
            head.fields.first("content-type")?.lowercased().contains("html") == true
                || body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
        }

        /// Bytes, not characters: a peer's megabyte of text would take the loop a tenth of a second.
        private func contains(_ wanted: [UInt8], in body: [UInt8]) -> Bool {
            guard let first = wanted.first else { return true }
            guard wanted.count <= body.count else { return false }
            return (0...body.count - wanted.count).contains { start in
                body[start] == first && body[start...].starts(with: wanted)
            }
        }
    }

    package var answers: [Answer]
    /// The domains a redirect may lead to without being taken for a captive portal's, in lower case; the target's own is
    /// always one.
    package var ownDomains: [String]

    package init(_ answers: [Answer], ownDomains: [String] = []) {
        self.answers = answers
        self.ownDomains = ownDomains
    }

    /// Any status from 200 to 299.
    package static let success = HTTPExpectation([Answer(200...299)])

    /// Judges a whole answer to a request for `url`.
    /// - Throws: the reason it is not a healthy one.
    package func judge(_ head: HTTPResponseHead, body: [UInt8], from url: HTTPURL) throws(ProbeFailure) {
        _ = try redirect(head, from: url)
        let fitting = answers.filter { $0.statuses.contains(head.status) }
        if fitting.isEmpty {
            let reason: FailureReason = head.status >= 500 ? .httpServerError : .httpUnexpectedStatus
            throw ProbeFailure(reason, "\(url.host) answered with status \(head.status)")
        }
        guard fitting.contains(where: { $0.fits(head, body: body) }) else {
            throw ProbeFailure(
                .httpUnexpectedBody, "\(url.host) answered with status \(head.status) and a body that is not its own")
        }
    }

    /// Where a redirecting answer leads; `nil` for any other.
    /// - Throws: `.httpForeignRedirect` when that is a stranger's, `.httpMalformed` when it is nowhere.
    func redirect(_ head: HTTPResponseHead, from url: HTTPURL) throws(ProbeFailure) -> HTTPURL? {
        guard (300...399).contains(head.status), let location = head.fields.first("location") else { return nil }
        let next: HTTPURL
        do throws(HTTPURL.ParseError) {
            next = try url.resolving(location)
        } catch {
            throw ProbeFailure(.httpMalformed, "\(url.host) redirects to what is no address of a page: \(location)")
        }
        guard isOwn(next.host, besides: url.host) else {
            throw ProbeFailure(.httpForeignRedirect, "\(url.host) sends us to \(next.host) with status \(head.status)")
        }
        return next
    }

    private func isOwn(_ host: String, besides ownHost: String) -> Bool {
        (ownDomains + [ownHost]).contains { host == $0 || host.hasSuffix(".\($0)") }
    }
}
