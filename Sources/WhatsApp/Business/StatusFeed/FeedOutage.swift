/// An outage the status page tells of (metastatus.com `/data/outages/<organisation>.json`, undocumented).
package struct FeedOutage: Sendable, Equatable {
    /// What the last word on it calls it.
    package var status: FeedStatus
    /// When that was said, in Unix seconds; `nil` where the page has no time that can be read.
    package var at: Double?

    /// Whether nobody has called it over. An outage without a status nobody has.
    package var isOpen: Bool { status != .resolved && status != .noKnownIssues }

    package init(status: FeedStatus, at: Double? = nil) {
        self.status = status
        self.at = at
    }
}

extension FeedOutage: Decodable {
    private struct Post: Decodable {
        var status: FeedStatus
        var at: Double?

        /// Without a time, only the end of it is sure to be the last word.
        var order: Double { at ?? (status == .resolved ? .infinity : -.infinity) }

        enum CodingKeys: CodingKey { case status, time }

        init(from decoder: any Decoder) throws {
            let object = try decoder.container(keyedBy: CodingKeys.self)
            status = FeedStatus(text: object.lenient(String.self, .status))
            at = object.lenient(FeedTime.self, .time)?.unixSeconds
        }
    }

    private enum CodingKeys: CodingKey { case status, time, posts }

    /// The last word is the outage's own when that says it is over, or else that of the newest post which says one we know.
    package init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        let posts = object.lenient(LenientList<Post>.self, .posts)?.elements ?? []
        let own = FeedStatus(text: object.lenient(String.self, .status))
        let begin = object.lenient(FeedTime.self, .time)?.unixSeconds
        let last = posts.filter { $0.status != .unknown }.max { $0.order < $1.order }
        self.init(
            status: own == .resolved ? own : last?.status ?? own,
            at: (posts.map(\.at) + [begin]).compactMap(\.self).max())
    }
}
