import Testing

@testable import Netlink

@Suite struct LinkTests {
    private func links() throws -> [Link] {
        try Capture.links.items { (datagram, payload) throws(NetlinkError) in try Link(parsing: datagram, at: payload) }
    }

    @Test func namesAndNumbersAreTheKernels() throws {
        let names = try Capture.linkNames.items { (datagram, payload) throws(NetlinkError) in
            try LinkName(parsing: datagram, at: payload)
        }
        #expect(names.map(\.name) == ["lo", "veth1", "veth0", #"we"ird\"#])
        #expect(names.map(\.index) == [1, 2, 3, 4])
        let links = try links()
        #expect(links.map(\.name) == names.map(\.name))
        #expect(links.map(\.index) == names.map(\.index))
    }

    @Test func everyAttributeIsRead() throws {
        let link = try #require(try links().first { $0.name == "veth0" })
        #expect(link.hardwareType == 1)
        #expect(link.flags & 1 == 1)
        #expect(link.address == [2, 0, 0, 0, 0, 0x10])
        #expect(link.broadcast == Array(repeating: 0xff, count: 6))
        #expect(link.mtuBytes == 1500)
        #expect(link.lower == 2)
        #expect(link.transmitQueueLength == 1000)
        #expect(link.operationalState == 6)
        #expect(link.linkMode == 0)
        #expect(link.group == 0)
        #expect(link.carrier == 1)
        #expect(link.carrierChanges == 2)
        #expect(link.carrierUps == 1)
        #expect(link.carrierDowns == 1)
        #expect(link.alias == #"up "link" \ here"#)
        #expect(link.alternativeNames == ["longer-than-fifteen-bytes"])
    }

    @Test func whatALinkLacksIsAbsent() throws {
        let loopback = try #require(try links().first)
        #expect(loopback.alias == nil)
        #expect(loopback.lower == nil)
        #expect(loopback.alternativeNames == [])
        #expect(loopback.hardwareType == 772)
    }

    @Test func statisticsAreTheSameInBothAnswers() throws {
        let alone = try Capture.statistics.items { (datagram, payload) throws(NetlinkError) in
            var statistics: LinkStatistics?
            try Attribute.forEach(after: LinkStatistics.fixedSize, of: payload, in: datagram) {
                (attribute) throws(NetlinkError) in
                if attribute.type == LinkStatistics.attribute {
                    statistics = try LinkStatistics(parsing: datagram, at: attribute.value)
                }
            }
            return statistics
        }
        let along = try links().compactMap(\.statistics)
        #expect(alone.count == 4)
        for counter in LinkCounter.allCases { #expect(alone.map { $0[counter] } == along.map { $0[counter] }, "\(counter)") }
        #expect(alone[1][.receivedPackets] == alone[2][.sentPackets])
        #expect(alone[1][.receivedBytes] == alone[2][.sentBytes])
        #expect(alone[1][.receivedBytes] > alone[1][.receivedPackets])
        #expect(alone[1][.receivedPackets] > 0)
    }

    @Test func countersHaveTheKernelsPlaces() throws {
        var bytes: [UInt8] = []
        for place in 0..<24 { bytes.append(native: UInt64(place) << 40 | 7) }
        let statistics = try LinkStatistics(parsing: bytes.span, at: bytes.indices)
        for counter in LinkCounter.allCases { #expect(statistics[counter] == UInt64(counter.rawValue) << 40 | 7) }
        #expect(statistics[.collisions] >> 40 == 9)
        #expect(statistics[.receiveMisses] >> 40 == 15)
        #expect(statistics[.receivedUnhandled] >> 40 == 23)
    }

    @Test func olderCountersHave32Bits() throws {
        var bytes: [UInt8] = []
        for place in 0..<23 { bytes.append(native: UInt32(place) + 0xffff_0000) }
        let statistics = try LinkStatistics(parsing: bytes.span, at: bytes.indices, bits: 32)
        #expect(statistics[.sentCompressed] == 0xffff_0016)
        #expect(statistics[.receivedUnhandled] == 0)
    }

    @Test func longerStatisticsOfALaterKernelAreCut() throws {
        let bytes = [UInt8](repeating: 1, count: 400)
        #expect(try LinkStatistics(parsing: bytes.span, at: bytes.indices)[.receivedUnhandled] == 0x0101_0101_0101_0101)
        #expect(throws: NetlinkError.malformed(offset: 0)) { try LinkStatistics(parsing: bytes.span, at: 0..<180) }
    }

    @Test func anyNameBecomesText() throws {
        var body = [UInt8](repeating: 0, count: Link.fixedSize)
        body.append(native: 9 as UInt16)
        body.append(native: 3 as UInt16)
        body += [0x65, 0xff, 0x0a, 0x80, 0, 0, 0, 0]
        let name = try LinkName(parsing: body.span, at: body.indices)
        #expect(name.name == "e\\xff\n\\x80")
    }
}
