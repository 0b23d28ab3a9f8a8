/// What an interface counts, in the order of the kernel's `struct rtnl_link_stats64` (include/uapi/linux/if_link.h).
package enum LinkCounter: Int, CaseIterable, Sendable {
    case receivedPackets, sentPackets, receivedBytes, sentBytes, receiveErrors, sendErrors, receiveDrops, sendDrops
    case multicast, collisions
    case receiveLengthErrors, receiveOverruns, receiveChecksumErrors, receiveFrameErrors, receiveFIFOErrors, receiveMisses
    case sendAborts, sendCarrierErrors, sendFIFOErrors, sendHeartbeatErrors, sendWindowErrors
    case receivedCompressed, sentCompressed
    /// Packets nobody on this host wanted (Linux 4.6).
    case receivedUnhandled
}

/// Traffic of one interface since it was made.
package struct LinkStatistics: Sendable {
    /// The attribute of that name in messages that hold nothing else.
    static let attribute: UInt16 = 1
    static let fixedSize = 12
    /// Without the last counter, as before Linux 4.6.
    private static let fewest = LinkCounter.allCases.count - 1

    private var counters = InlineArray<24, UInt64>(repeating: 0)

    /// The value of a counter: 0 for one this kernel lacks.
    package subscript(counter: LinkCounter) -> UInt64 { counters[counter.rawValue] }

    /// - Parameter bits: 64, or 32 for the older attribute, whose counters start anew at 2^32.
    init(parsing datagram: Span<UInt8>, at range: Range<Int>, bits: Int = 64) throws(NetlinkError) {
        let size = bits / 8
        let known = min(range.count / size, counters.count)
        guard known >= Self.fewest else { throw .malformed(offset: range.lowerBound) }
        for index in 0..<known {
            if size == 8 {
                counters[index] = try datagram.native(at: index * 8, in: range)
            } else {
                let counter: UInt32 = try datagram.native(at: index * 4, in: range)
                counters[index] = UInt64(counter)
            }
        }
    }
}
