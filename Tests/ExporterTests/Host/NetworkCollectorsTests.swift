import Foundation
import Posix
import ProcFS
import Prometheus
import Testing

@testable import Exporter

@Suite struct NetworkCollectorsTests {
    /// A host of our own making, gone when this is.
    private final class Host {
        let root = FileManager.default.temporaryDirectory.appending(path: "host-\(UUID().uuidString)")
        var settings = HostSettings()

        init(_ files: [String: String]) throws {
            for (path, text) in files {
                let file = root.appending(path: path)
                try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        /// Samples, and not the lines about families.
        func samples(_ collector: String) throws -> [String] {
            var paths = HostPaths()
            paths.procfs = root.appending(path: "proc").path
            paths.sysfs = root.appending(path: "sys").path
            return try NetworkCollectorsTests.samples(collector, HostContext(paths: paths, settings: settings))
        }
    }

    private static func samples(_ name: String, _ context: HostContext) throws -> [String] {
        let collector = try #require(HostCollectors.kinds.first { $0.name == name }).make(context)
        #expect(collector.name == name)
        func scrape() throws -> [UInt8] {
            var sink = MetricSink(.text)
            try collector.collect(into: &sink)
            sink.finish()
            #expect(ExpositionCheck.problems(in: sink.bytes, .text).isEmpty)
            return sink.bytes
        }
        // A second time, with what the first left behind.
        _ = try scrape()
        return String(decoding: try scrape(), as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    private static let netDev = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
          eth0: 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116
        we"ir\\: 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0

        """

    @Test func everyColumnOfTheFileHasItsFamily() throws {
        let host = try Host(["proc/net/dev": Self.netDev])
        host.settings.netdev.devices = NamePatterns(include: "^eth")
        #expect(
            try host.samples("netdev")
                == [
                    "receive_bytes", "receive_packets", "receive_errs", "receive_drop", "receive_fifo", "receive_frame",
                    "receive_compressed", "receive_multicast", "transmit_bytes", "transmit_packets", "transmit_errs",
                    "transmit_drop",
                    "transmit_fifo", "transmit_colls", "transmit_carrier", "transmit_compressed",
                ].enumerated().map { "node_network_\($1)_total{device=\"eth0\"} \(101 + $0)" })
    }

    @Test func detailHasOtherNamesInTheFileToo() throws {
        let host = try Host(["proc/net/dev": Self.netDev])
        host.settings.netdev.devices = NamePatterns(exclude: "eth|we")
        host.settings.netdev.detailed = true
        let samples = try host.samples("netdev")
        #expect(samples.count == 16)
        for (name, value) in ["receive_errors": 3, "receive_dropped": 4, "transmit_errors": 11, "transmit_dropped": 12] {
            #expect(samples.contains("node_network_\(name)_total{device=\"lo\"} \(value)"))
        }
    }

    @Test func namesAreEscapedAndNumbersWhole() throws {
        let samples = try Host(["proc/net/dev": Self.netDev]).samples("netdev")
        #expect(samples.count == 48)
        #expect(samples.contains(#"node_network_receive_bytes_total{device="we\"ir\\"} 18446744073709551615"#))
    }

    @Test func aliasIsALabelWhereAskedFor() throws {
        let host = try Host(["proc/net/dev": Self.netDev, "sys/class/net/eth0/ifalias": "to \"you\"\n"])
        host.settings.netdev.labelsAlias = true
        let samples = try host.samples("netdev")
        #expect(samples.contains(#"node_network_transmit_bytes_total{device="eth0",ifalias="to \"you\""} 109"#))
        #expect(samples.contains(#"node_network_transmit_bytes_total{device="lo",ifalias=""} 9"#))
    }

    @Test func fileThatIsMissingOrDamagedFails() throws {
        let host = try Host(["proc/net/x": ""])
        host.settings.netdev.netlink = false
        #expect(throws: ProcFSError.self) { try host.samples("netdev") }
        #expect(throws: ProcFSError.self) { try Host(["proc/net/dev": Self.netDev + "eth1: 1 2\n"]).samples("netdev") }
        #expect(throws: ProcFSError.self) { try Host(["proc/net/x": ""]).samples("arp") }
        #expect(throws: ProcFSError.self) { try Host(["sys/x": ""]).samples("netclass") }
        #expect(throws: ProcFSError.self) { try Host(["sys/x": ""]).samples("bonding") }
    }

    /// The same interfaces by both ways, and by netlink one family more.
    @Test func ownKernelIsAskedByNetlink() throws {
        func names(_ settings: HostSettings) throws -> Set<Substring> {
            Set(try Self.samples("netdev", HostContext(settings: settings)).map { $0.prefix { $0 != " " } })
        }
        var settings = HostSettings()
        let links = try names(settings)
        settings.netdev.netlink = false
        let file = try names(settings)
        #expect(file.contains("node_network_receive_bytes_total{device=\"lo\"}"))
        let more = links.subtracting(file)
        #expect(!more.isEmpty && more.allSatisfy { $0.hasPrefix("node_network_receive_nohandler_total{") })
        #expect(file.subtracting(links).isEmpty)
    }

    @Test func copyWithoutTheFileIsAnsweredByTheKernel() throws {
        let host = try Host(["proc/net/x": ""])
        host.settings.netdev.devices = NamePatterns(include: "^lo$")
        #expect(try host.samples("netdev").count == 17)
    }

    @Test func addressesOfLoopbackAreListed() throws {
        var settings = HostSettings()
        settings.netdev.addressInfo = true
        settings.netdev.devices = NamePatterns(include: "^lo$")
        let samples = try Self.samples("netdev", HostContext(settings: settings))
        #expect(
            samples.contains(
                #"node_network_address_info{device="lo",address="127.0.0.1",netmask="8",scope="link-local"} 1"#))
    }

    @Test(arguments: ["arp", "network_route"])
    func kernelsListsAreWrittenOnce(collector: String) throws {
        let samples = try Self.samples(collector, HostContext())
        #expect(Set(samples.map { $0.prefix { $0 != " " } }).count == samples.count)
    }

    @Test func neighboursOfTheFileAreCounted() throws {
        let host = try Host([
            "proc/net/arp": """
            IP address       HW type     Flags       HW address            Mask     Device
            192.0.2.1        0x1         0x2         02:00:00:00:00:01     *        eth0
            192.0.2.2        0x1         0x0         00:00:00:00:00:00     *        eth0
            198.51.100.1     0x1         0x2         02:00:00:00:00:02     *        eth1
            198.51.100.2     0x1         0x2         02:00:00:00:00:02     *        docker0

            """
        ])
        host.settings.arpDevices = NamePatterns(exclude: "^docker")
        #expect(try host.samples("arp") == [#"node_arp_entries{device="eth0"} 2"#, #"node_arp_entries{device="eth1"} 1"#])
    }

    private static let netClass = [
        "sys/class/net/eth0/operstate": "up\n", "sys/class/net/eth0/flags": "0x1003\n", "sys/class/net/eth0/speed": "1000\n",
        "sys/class/net/eth0/dev_id": "0x20\n", "sys/class/net/eth0/address": "02:00:00:00:00:01\n",
        "sys/class/net/eth0/carrier_changes": "4\n", "sys/class/net/tun0/operstate": "unknown\n",
        "sys/class/net/tun0/speed": "-1\n", "sys/class/net/tun0/flags": "0x1002\n",
    ]

    @Test func attributesThatAreThereAreServed() throws {
        #expect(
            try Host(Self.netClass).samples("netclass") == [
                #"node_network_up{device="eth0"} 1"#, #"node_network_up{device="tun0"} 0"#,
                #"node_network_info{device="eth0",address="02:00:00:00:00:01",broadcast="",duplex="",operstate="up","#
                    + #"adminstate="up",ifalias=""} 1"#,
                #"node_network_info{device="tun0",address="",broadcast="",duplex="",operstate="unknown","#
                    + #"adminstate="down",ifalias=""} 1"#,
                #"node_network_carrier_changes_total{device="eth0"} 4"#, #"node_network_device_id{device="eth0"} 32"#,
                #"node_network_flags{device="eth0"} 4099"#, #"node_network_flags{device="tun0"} 4098"#,
                #"node_network_speed_bytes{device="eth0"} 125000000"#, #"node_network_speed_bytes{device="tun0"} -125000"#,
            ])
    }

    @Test func speedThatIsNoneCanBeLeftOut() throws {
        let host = try Host(Self.netClass)
        host.settings.netclass.ignoresInvalidSpeed = true
        #expect(
            try host.samples("netclass").filter { $0.contains("speed") } == [
                #"node_network_speed_bytes{device="eth0"} 125000000"#
            ])
        host.settings.netclass.devices = NamePatterns(exclude: "eth")
        #expect(try host.samples("netclass").allSatisfy { $0.contains("tun0") })
    }

    @Test func netlinkTellsOfLoopbackWhatSysfsDoes() throws {
        var settings = HostSettings()
        settings.netclass.devices = NamePatterns(exclude: "^(?:[^l]|l[^o]|lo.)")
        let sysfs = try Set(Self.samples("netclass", HostContext(settings: settings)))
        settings.netclass.netlink = true
        let links = try Set(Self.samples("netclass", HostContext(settings: settings)))
        // By netlink the flags have what the kernel found out, and the labels are other ones.
        func same(_ samples: Set<String>) -> Set<String> {
            samples.filter { !$0.hasPrefix("node_network_info") && !$0.hasPrefix("node_network_flags") }
        }
        #expect(same(sysfs) == same(links))
        settings.netclass.withStatistics = true
        let all = try Self.samples("netclass", HostContext(settings: settings))
        #expect(all.count == links.count + 24)
    }

    @Test func familiesOfTrafficHaveOneCollector() throws {
        let flags = ["--collector.netclass.netlink", "--collector.netclass_rtnl.with-stats"]
        func parse(_ more: String...) throws -> Command { try Command.parse(flags + more, hostCollectors: HostCollectors.kinds) }
        #expect(throws: UsageError.self) { try parse() }
        _ = try parse("--no-collector.netdev")
        _ = try parse("--no-collector.netclass")
    }

    @Test func bondsAreCounted() throws {
        let host = try Host([
            "sys/class/net/bonding_masters": "bond0\n", "sys/class/net/bond0/bonding/slaves": "eth0 eth1\n",
            "sys/class/net/bond0/lower_eth0/bonding_slave/mii_status": "up\n",
            "sys/class/net/bond0/lower_eth1/bonding_slave/mii_status": "down\n",
        ])
        #expect(
            try host.samples("bonding") == [
                #"node_bonding_active{master="bond0"} 1"#, #"node_bonding_slaves{master="bond0"} 2"#,
            ])
    }
}
