import Posix

/// The interfaces' names by their numbers, listed again only when the kernel says that some interface changed.
///
/// To list 500 interfaces takes the kernel 2 ms, more than all else a scrape asks of it; to hear that nothing happened, nothing.
package struct LinkDirectory: ~Copyable {
    /// `RTMGRP_LINK` of <linux/rtnetlink.h>.
    private static let linkGroup: UInt32 = 1
    /// Enough to know that there was news.
    private static let roomBytes: Int32 = 4 << 10

    private var news: NetlinkSocket?
    /// In the order of their numbers.
    package private(set) var links: [LinkName] = []

    /// Opens nothing yet.
    package init() {}

    /// Brings ``links`` up to date.
    ///
    /// - Returns: whether they were listed anew, so that places in ``links`` may be others'.
    package mutating func refresh(with socket: inout RouteSocket) throws(NetlinkError) -> Bool {
        do throws(Errno) {
            if news != nil, try news?.drain() == false { return false }
            // Before the listing: what changes after it is news again.
            if news == nil { news = try NetlinkSocket(.route, groups: Self.linkGroup, roomBytes: Self.roomBytes) }
        } catch {
            news = nil
            throw .system(error)
        }
        do throws(NetlinkError) {
            links = try socket.linkNames().sorted { $0.index < $1.index }
        } catch {
            // The news is taken: without it the next listing would seem not to be needed.
            news = nil
            throw error
        }
        return true
    }

    /// Where in ``links`` the interface with this number is; `nil` for one that came since.
    ///
    /// - Parameter guess: where it would be if the kernel's list has the same order.
    package func place(of index: UInt32, guess: Int) -> Int? {
        if links.indices.contains(guess), links[guess].index == index { return guess }
        var range = links.indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if links[middle].index == index { return middle }
            range = links[middle].index < index ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }
}
