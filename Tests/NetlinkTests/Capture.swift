import Foundation
import Testing

@testable import Netlink

/// Answers of a Linux 6.18 kernel as captured, in Tests/Fixtures/netlink: a line of hexadecimal for each datagram.
///
/// They are of a network with `lo`, the pair `veth0` and `veth1`, and a bridge `we"ird\`; the questions had the number 7.
enum Capture: String, CaseIterable {
    case links
    case linkNames = "link_names"
    case statistics, addresses, routes, neighbours
    case family = "ethtool_family"
    case linkModes = "link_modes"
    case refusal

    static let sequence: UInt32 = 7

    var datagrams: [[UInt8]] {
        get throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Fixtures/netlink/\(rawValue).hex").standardized
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
                var bytes: [UInt8] = []
                var digits = Array(line.utf8)[...]
                while digits.count >= 2 {
                    bytes.append(try #require(UInt8(String(decoding: digits.prefix(2), as: UTF8.self), radix: 16)))
                    digits = digits.dropFirst(2)
                }
                return bytes
            }
        }
    }

    /// Parses the messages as what the capture has.
    ///
    /// - Returns: how many there were, and whether the answer was complete.
    static func parse(
        _ capture: Capture, _ datagrams: [[UInt8]]
    ) throws(NetlinkError) -> (messages: Int, isComplete: Bool) {
        var count = 0
        let isComplete = try read(datagrams) { (head, datagram) throws(NetlinkError) in
            count += 1
            switch capture {
            case .links: _ = try Link(parsing: datagram, at: head.payload)
            case .linkNames: _ = try LinkName(parsing: datagram, at: head.payload)
            case .statistics:
                try Attribute.forEach(after: LinkStatistics.fixedSize, of: head.payload, in: datagram) {
                    (attribute) throws(NetlinkError) in
                    _ = try LinkStatistics(parsing: datagram, at: attribute.value)
                }
            case .addresses: _ = try LinkAddress(parsing: datagram, at: head.payload)
            case .routes: _ = try Route(parsing: datagram, at: head.payload)
            case .neighbours: _ = try Neighbour(parsing: datagram, at: head.payload)
            case .family: _ = try LinkMode.familyNumber(parsing: datagram, at: head.payload)
            case .linkModes: _ = try LinkMode(parsing: datagram, at: head.payload)
            case .refusal: break
            }
        }
        return (count, isComplete)
    }

    /// What `parse` makes of each message.
    func items<Item>(_ parse: (Span<UInt8>, Range<Int>) throws(NetlinkError) -> Item?) throws -> [Item] {
        var items: [Item] = []
        _ = try Self.read(try datagrams) { (head, datagram) throws(NetlinkError) in
            if let item = try parse(datagram, head.payload) { items.append(item) }
        }
        return items
    }

    static func read(
        _ datagrams: [[UInt8]], _ body: (MessageHead, Span<UInt8>) throws(NetlinkError) -> Void
    ) throws(NetlinkError) -> Bool {
        var answer = Answer(sequence: sequence)
        for datagram in datagrams {
            if try answer.read(datagram.span, { (head) throws(NetlinkError) in try body(head, datagram.span) }) { return true }
        }
        return false
    }
}
