import Probing
import Testing

@testable import Diagnosis

@Suite struct HostSignsTests {
    /// A host in good health, `index` samplings after it was first looked at.
    static func healthy(_ index: Int, start: Double = Timeline.start) -> HostReading {
        var reading = HostReading(at: start + 15 * Double(index))
        var interface = HostReading.Interface("eth0", isUp: true, isDefault: true)
        let step = UInt64(index)
        (interface.receivedPackets, interface.sentPackets) = (1_000_000 + 3000 * step, 800_000 + 2000 * step)
        (interface.receiveErrors, interface.sendErrors, interface.receiveDrops, interface.sendDrops) = (
            12, 0, 900 + 400 * step, 0
        )
        reading.interfaces = [interface]
        reading.defaultRoutes = 1
        (reading.segmentsSent, reading.segmentsRetransmitted, reading.synRetransmits) = (
            1_000_000 + 2000 * step, 4000 + 6 * step, 900 + step
        )
        (reading.listenDrops, reading.requestQueueDrops) = (3, 0)
        (reading.cpuStallRatio, reading.memoryStallRatio, reading.ioStallRatio, reading.loadAverage) = (0.12, 0, 0.02, 1.5)
        (reading.memoryAvailableBytes, reading.memoryTotalBytes) = (4 << 30, 8 << 30)
        (reading.conntrackEntries, reading.conntrackLimit) = (900, 262_144)
        (reading.connectionsOpened, reading.connectionsAccepted) = (40_000 + 60 * step, 20_000 + 30 * step)
        (reading.connectionsReset, reading.resetsSent) = (700 + step, 5000 + 20 * step)
        (reading.packetsTaken, reading.backlogDrops) = (2_000_000 + 6000 * step, 40)
        (reading.tcpMemoryPages, reading.tcpMemoryLimitPages) = (900, 90_000)
        (reading.tcpOrphans, reading.tcpOrphansLimit, reading.tcpTimeWait) = (2, 32_768, 120)
        (reading.tcpSockets, reading.ephemeralPorts) = (200, 28_232)
        (reading.fileHandles, reading.fileHandlesLimit, reading.descriptors, reading.descriptorsLimit) = (2000, 1 << 20, 40, 1024)
        return reading
    }

    private static func signs(_ count: Int = 6, from first: Int = 3, _ change: (inout HostReading, UInt64) -> Void) -> [HostSign]
    {
        var signs = HostSigns()
        for index in 0..<count {
            var reading = healthy(index)
            if index >= first { change(&reading, UInt64(index - first + 1)) }
            signs.take(reading)
        }
        return signs.signs
    }

    struct Trouble: Sendable, CustomTestStringConvertible {
        var kind: Evidence.Kind
        var severity: HostSign.Severity
        var says: String
        var change: @Sendable (inout HostReading, UInt64) -> Void
        var testDescription: String { "\(kind) \(severity)" }
    }

    private static let troubles = [
        Trouble(kind: .gateway, severity: .severe, says: "no default route") { reading, _ in reading.defaultRoutes = 0 },
        Trouble(kind: .interface, severity: .severe, says: "eth0 is down") { reading, _ in
            reading.interfaces?[0].isUp = false
            reading.interfaces?[0].isDefault = false
        },
        Trouble(kind: .interface, severity: .severe, says: "eth0 is down") { reading, _ in reading.interfaces = [] },
        Trouble(kind: .interface, severity: .severe, says: "eth0 lost") { reading, step in
            reading.interfaces?[0].receiveErrors = 12 + 2000 * step
        },
        Trouble(kind: .interface, severity: .mild, says: "eth0 lost 2 %") { reading, step in
            reading.interfaces?[0].sendDrops = 170 * step
        },
        Trouble(kind: .retransmits, severity: .severe, says: "of its TCP segments again") { reading, step in
            reading.segmentsRetransmitted = 5000 + 800 * step
        },
        Trouble(kind: .retransmits, severity: .mild, says: "6 %") { reading, step in
            reading.segmentsRetransmitted = 4018 + 200 * step
        },
        Trouble(kind: .synDrops, severity: .mild, says: "new connections a second") { reading, step in
            reading.listenDrops = 3 + 600 * step
        },
        Trouble(kind: .synDrops, severity: .severe, says: "SYNs a second again") { reading, step in
            reading.synRetransmits = 900 + 1000 * step
        },
        Trouble(kind: .cpuStall, severity: .severe, says: "93 % of the time (load 31)") { reading, _ in
            (reading.cpuStallRatio, reading.loadAverage) = (0.93, 31)
        },
        Trouble(kind: .memoryStall, severity: .severe, says: "memory 45 %") { reading, _ in reading.memoryStallRatio = 0.45 },
        Trouble(kind: .memoryStall, severity: .mild, says: "1 % of its memory") { reading, _ in
            reading.memoryAvailableBytes = 90 << 20
        },
        Trouble(kind: .conntrack, severity: .severe, says: "100 % full") { reading, _ in reading.conntrackEntries = 262_144 },
        Trouble(kind: .backlogDrops, severity: .severe, says: "9 % of the packets that arrived") { reading, step in
            reading.backlogDrops = 40 + 1000 * step
        },
        Trouble(kind: .backlogDrops, severity: .mild, says: "its backlog is full") { reading, step in
            reading.backlogDrops = 40 + 150 * step
        },
        Trouble(kind: .sockets, severity: .severe, says: "TCP has used 101 % of the memory") { reading, _ in
            reading.tcpMemoryPages = 91_000
        },
        Trouble(kind: .sockets, severity: .mild, says: "TCP has used 92 % of the memory") { reading, _ in
            reading.tcpMemoryPages = 83_000
        },
        Trouble(kind: .sockets, severity: .mild, says: "100 % of the TCP connections it may hold for no program") { reading, _ in
            reading.tcpOrphans = 32_768
        },
        Trouble(kind: .sockets, severity: .mild, says: "about 100 % of its 28232 ports") { reading, step in
            reading.connectionsAccepted = 20_090
            (reading.tcpSockets, reading.tcpTimeWait) = (900, 35_800)
        },
        Trouble(kind: .descriptors, severity: .severe, says: "exporter's") { reading, _ in reading.descriptors = 1024 },
        Trouble(kind: .descriptors, severity: .mild, says: "system's") { reading, _ in reading.fileHandles = 1_000_000 },
    ]

    @Test(arguments: troubles) func namesTroubleWithFigures(_ trouble: Trouble) throws {
        let signs = Self.signs { trouble.change(&$0, $1) }
        let sign = try #require(signs.first)
        #expect(sign.kind == trouble.kind && sign.severity == trouble.severity, "\(signs)")
        #expect(sign.text.contains(trouble.says), "\(sign.text)")
        #expect(Set(signs.map(\.kind)).count == signs.count)
    }

    @Test func whatWasSevereIsRememberedForAWhile() throws {
        var signs = HostSigns()
        for index in 0..<6 {
            var reading = Self.healthy(index)
            if index < 3 { reading.cpuStallRatio = 0.95 }
            signs.take(reading)
        }
        #expect(signs.signs == [])
        let strain = try #require(signs.strains(at: Timeline.start + 75).first)
        #expect(strain.sign.kind == .cpuStall && strain.lastSeen == Timeline.start + 30)
        func failure(at time: Double, _ reason: FailureReason) -> Observation {
            Observation(target: "web", at: Timeline.start + time, failure: reason)
        }
        #expect(strain.explains(failure(at: 40, .tlsTimeout)))
        #expect(!strain.explains(failure(at: 70, .tlsTimeout)))
        #expect(!strain.explains(failure(at: 40, .httpServerError)))
        #expect(signs.strains(at: Timeline.start + 300).isEmpty)
    }

    @Test func floodsOfOthersConnectionsKeepNobodyFromOpeningOnes() {
        let signs = Self.signs { reading, step in reading.requestQueueDrops = 90_000 * step }
        #expect(signs.map(\.severity) == [.mild])
    }

    @Test func aHealthyHostGivesNone() {
        #expect(Self.signs { _, _ in } == [])
    }

    struct Busyness: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// From the first reading on when it is a habit, else for the last minute.
        var isHabit = false
        var change: @Sendable (inout HostReading, UInt64) -> Void
    }

    private static let busyness = [
        Busyness(testDescription: "a server of many") { reading, step in
            reading.connectionsAccepted = 20_000 + 60_000 * step
            (reading.tcpSockets, reading.tcpTimeWait) = (110_000, 262_144)
        },
        Busyness(testDescription: "a server of as many as it has ports") { reading, step in
            reading.connectionsAccepted = 20_000 + 60_000 * step
            (reading.tcpSockets, reading.tcpTimeWait) = (8000, 20_000)
        },
        Busyness(testDescription: "a proxy with several places to go to") { reading, step in
            (reading.connectionsOpened, reading.connectionsAccepted) = (40_180 + 15_000 * step, 20_090 + 15_000 * step)
            (reading.tcpSockets, reading.tcpTimeWait) = (40_000, 60_000)
        },
        Busyness(testDescription: "a scan of its closed ports") { reading, step in reading.resetsSent = 5000 + 30_000 * step },
        Busyness(testDescription: "programs that close by reset", isHabit: true) { reading, step in
            reading.connectionsReset = 700 + 600 * step
        },
        Busyness(testDescription: "a rush of connections, some of them reset") { reading, step in
            reading.connectionsAccepted = 20_090 + 9000 * step
            reading.connectionsReset = 703 + 900 * step
        },
        Busyness(testDescription: "a few connections reset") { reading, step in reading.connectionsReset = 703 + 60 * step },
        Busyness(testDescription: "a burst that overflowed once") { reading, step in reading.backlogDrops = 90 },
        Busyness(testDescription: "a little lost of very much") { reading, step in
            (reading.packetsTaken, reading.backlogDrops) = (2_018_000 + 4_000_000 * step, 40 + 3000 * step)
        },
        Busyness(testDescription: "a backup that keeps the disk busy") { reading, _ in
            (reading.ioStallRatio, reading.loadAverage) = (0.97, 12)
        },
        Busyness(testDescription: "much memory in sockets") { reading, _ in reading.tcpMemoryPages = 70_000 },
    ]

    /// Half an hour of a host as it is, then a busy minute of it.
    private static func signsAfterHalfAnHour(
        of change: (inout HostReading, UInt64) -> Void, isHabit: Bool
    ) -> [HostSign] {
        var signs = HostSigns()
        for index in 0..<126 {
            var reading = healthy(index)
            if isHabit {
                change(&reading, UInt64(index))
            } else if index >= 120 {
                change(&reading, UInt64(index - 119))
                // Where the change counts from the start.
                reading.connectionsOpened = max(reading.connectionsOpened ?? 0, healthy(index).connectionsOpened ?? 0)
            }
            signs.take(reading)
        }
        return signs.signs
    }

    @Test(arguments: busyness) func aBusyHostInGoodHealthGivesNone(_ busy: Busyness) {
        #expect(Self.signsAfterHalfAnHour(of: busy.change, isHabit: busy.isHabit) == [])
    }

    @Test(arguments: [0, 3, 40] as [UInt64]) func resetsBeyondWhatIsUsualAreMild(perReading usual: UInt64) throws {
        var signs = HostSigns()
        var seen: [Int: HostSign] = [:]
        for index in 0..<240 {
            var reading = Self.healthy(index)
            let step = UInt64(index)
            reading.connectionsReset = usual * step + (index > 120 ? 900 * (step - 120) : 0)
            reading.connectionsOpened = 1000 * step
            signs.take(reading)
            if let sign = signs.signs.first { seen[index] = sign }
        }
        // From when half the window is of it until the end: half an hour of it makes no habit.
        let begin = try #require(seen.keys.min())
        #expect((121...125).contains(begin) && seen.count == 240 - begin)
        #expect(seen.values.allSatisfy { $0.kind == .resets && $0.severity == .mild })
        #expect(seen[239]?.text.hasPrefix("6") == true && seen[239]?.text.contains("resets a second") == true)
    }

    @Test func resetsOfAHostJustMetAreNotJudged() {
        let signs = Self.signs { reading, step in reading.connectionsReset = 700 + 9000 * step }
        #expect(signs == [])
    }

    @Test func whatCannotBeReadIsNoSign() {
        #expect(Self.signs { reading, _ in reading = HostReading(at: reading.at) } == [])
        var signs = HostSigns()
        for index in 0..<6 { signs.take(HostReading(at: Double(index))) }
        #expect(signs.signs == [])
    }

    @Test func countersThatGoBackGiveNoRate() {
        let signs = Self.signs { reading, step in
            reading.segmentsSent = 10 * step
            reading.segmentsRetransmitted = 9 * step
            reading.synRetransmits = 0
            reading.listenDrops = 0
            (reading.connectionsOpened, reading.connectionsAccepted, reading.connectionsReset) = (0, 0, 0)
            (reading.packetsTaken, reading.backlogDrops) = (10 * step, 9 * step)
            reading.interfaces?[0].receivedPackets = 0
            reading.interfaces?[0].receiveErrors = 0
        }
        #expect(signs == [])
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 1e300]) func survivesAnyRatioAndTime(_ value: Double) {
        var signs = HostSigns()
        for index in 0..<4 {
            var reading = Self.healthy(index)
            (reading.cpuStallRatio, reading.memoryStallRatio, reading.ioStallRatio, reading.loadAverage) = (
                value, value, value, value
            )
            (reading.conntrackEntries, reading.conntrackLimit) = (.max, 1)
            (reading.fileHandles, reading.fileHandlesLimit) = (.max, 0)
            (reading.connectionsReset, reading.resetsSent, reading.backlogDrops) = (.max, .max, .max)
            (reading.connectionsOpened, reading.tcpSockets, reading.tcpTimeWait) = (.max, .max, .max)
            (reading.tcpMemoryPages, reading.tcpOrphans, reading.ephemeralPorts) = (.max, .max, 1)
            reading.interfaces?[0].receiveErrors = .max
            if index == 2 { reading.at = value }
            signs.take(reading)
        }
        #expect(signs.signs.contains { $0.kind == .conntrack })
        #expect(signs.signs.allSatisfy { $0.text.count < Evidence.textLimit })
    }

    @Test func signsAreForgotten() {
        var signs = HostSigns()
        var reading = Self.healthy(0)
        reading.defaultRoutes = 0
        signs.take(reading)
        #expect(signs.signs(at: Timeline.start).count == 1)
        #expect(signs.signs(at: Timeline.start + 91) == [])
        #expect(signs.signs(at: Timeline.start - 3600) == [])
        signs.take(Self.healthy(1))
        #expect(signs.signs(at: Timeline.start + 15) == [])
    }

    @Test func anInterfaceReplacedIsNotMissed() {
        let signs = Self.signs { reading, _ in
            reading.interfaces = [HostReading.Interface("wlan0", isUp: true, isDefault: true)]
        }
        #expect(signs == [])
    }

    @Test func memoryIsBounded() {
        var signs = HostSigns()
        for index in 0..<10_000 {
            var reading = Self.healthy(index)
            reading.at = Timeline.start + Double(index) * 0.001
            signs.take(reading)
        }
        #expect(
            Mirror(reflecting: signs).children.first { $0.label == "readings" }.map { ($0.value as? [HostReading])?.count } == 8)
    }
}
