import Posix
import WhatsApp

/// What the status page's documents said last, and how the asking for them went.
///
/// A document that could not be had anew for long says nothing any more.
struct FeedLedger: Sendable {
    typealias Page = StatusFeedSection.Page

    /// What a document said.
    enum Content: Sendable {
        case organisations([FeedOrganisation])
        case outages([FeedOutage])
    }

    /// How it goes with one document.
    struct Record: Sendable {
        var results: [FeedResult: UInt64] = [:]
        /// `nil` before the first.
        var last: FeedResult?
        /// Unix seconds.
        var lastSuccess: Double?
        fileprivate(set) var content: Content?
    }

    /// Even a page that is asked every minute may be away for so long.
    private static let leastUsefulSeconds = 900.0

    private(set) var section: StatusFeedSection?
    private var records: [Page: Record] = [:]

    init(_ section: StatusFeedSection?) {
        reconfigure(section)
    }

    /// Goes over to other documents; those that stay keep their past.
    mutating func reconfigure(_ section: StatusFeedSection?) {
        self.section = section
        let pages = section?.pages ?? []
        records = Dictionary(uniqueKeysWithValues: pages.map { ($0, records[$0] ?? Record()) })
    }

    /// Those configured, in order.
    var pages: [(page: Page, record: Record)] {
        (section?.pages ?? []).map { ($0, records[$0] ?? Record()) }
    }

    /// Takes in what asking for a document came to.
    /// - Parameter content: `nil` unless it is a success.
    /// - Returns: what the time before came to.
    mutating func record(_ result: FeedResult, _ content: Content?, of page: Page, at time: Double) -> FeedResult? {
        guard var record = records[page] else { return nil }
        let before = record.last
        record.results[result, default: 0] += 1
        record.last = result
        if let content {
            record.content = content
            record.lastSuccess = time
        }
        records[page] = record
        return before
    }

    /// What is still known of each organisation.
    func reports(at time: Double) -> [FeedReport] {
        (section?.organisations ?? []).map { organisation in
            var report = FeedReport(organisation: organisation)
            for (page, record) in pages where isUseful(record, at: time) {
                switch record.content {
                case .organisations(let all): report.services = all.first { $0.id == organisation }?.services
                case .outages(let outages) where page.organisation == organisation: report.outages = outages
                case .outages, nil: break
                }
            }
            return report
        }
    }

    private func isUseful(_ record: Record, at time: Double) -> Bool {
        guard let lastSuccess = record.lastSuccess, let interval = section?.interval.seconds else { return false }
        return abs(time - lastSuccess) <= max(Self.leastUsefulSeconds, 2.5 * interval)
    }
}
