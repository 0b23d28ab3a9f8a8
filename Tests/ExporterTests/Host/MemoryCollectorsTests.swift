import ProcFS
import Prometheus
import Testing

@testable import Exporter

@Suite struct MemoryCollectorsTests {
    @Test func vmstatServesTheUsualFields() throws {
        let tree = try HostTree(["proc/vmstat": "nr_free_pages 1\npgpgin 2\npswpout 3\npgmajfault 4\nthp_fault 5\noom_kill 6\n"])
        #expect(
            try tree.samples(of: "vmstat") == [
                "node_vmstat_pgpgin 2", "node_vmstat_pswpout 3", "node_vmstat_pgmajfault 4", "node_vmstat_oom_kill 6",
            ])
        var settings = HostSettings()
        settings.vmstatFields = NamePatterns(include: "^thp_|free")
        #expect(try tree.samples(of: "vmstat", settings: settings) == ["node_vmstat_nr_free_pages 1", "node_vmstat_thp_fault 5"])
        settings.vmstatFields = NamePatterns()
        #expect(try tree.samples(of: "vmstat", settings: settings).count == 6)
    }

    @Test func vmstatFollowsAFileThatChanges() throws {
        let tree = try HostTree(["proc/vmstat": "pgpgin 2\nx 1\n"])
        let collector = try VMStatCollector(files: tree.context().files(), fields: HostSettings().vmstatFields)
        #expect(try HostTree.samples(of: collector) == ["node_vmstat_pgpgin 2"])
        try tree.write("pgpgin 2\npgpgin_total 3\n", to: "proc/vmstat")
        _ = try HostTree.samples(of: collector)
        try tree.write("pgpgin_total 3\npgpgout 4\n", to: "proc/vmstat")
        #expect(try HostTree.samples(of: collector) == ["node_vmstat_pgpgin_total 3", "node_vmstat_pgpgout 4"])
        try tree.write("pgpgin_total 3\npgpgout ?\n", to: "proc/vmstat")
        #expect(throws: ProcFSError.malformed(path: "\(tree.path)/proc/vmstat", line: 2, text: "pgpgout ?")) {
            try HostTree.samples(of: collector)
        }
    }

    @Test func buddyinfoCountsBlocksBySize() throws {
        let tree = try HostTree(["proc/buddyinfo": "Node 0, zone      DMA      1      0\n"])
        #expect(
            try tree.samples(of: "buddyinfo") == [
                #"node_buddyinfo_blocks{node="0",size="0",zone="DMA"} 1"#,
                #"node_buddyinfo_blocks{node="0",size="1",zone="DMA"} 0"#,
            ])
    }

    @Test func ksmdServesTheFilesThereAre() throws {
        let tree = try HostTree([
            "sys/kernel/mm/ksm/full_scans": "7\n", "sys/kernel/mm/ksm/general_profit": "-128\n",
            "sys/kernel/mm/ksm/sleep_millisecs": "20\n",
        ])
        #expect(
            try tree.samples(of: "ksmd") == [
                "node_ksmd_full_scans_total 7", "node_ksmd_general_profit_bytes -128", "node_ksmd_sleep_seconds 0.02",
            ])
        try tree.write("lots\n", to: "sys/kernel/mm/ksm/run")
        #expect(throws: ProcFSError.self) { try tree.samples(of: "ksmd") }
        #expect(throws: ProcFSError.self) { try HostTree().samples(of: "ksmd") }
    }

    @Test func numaFieldsAreByNode() throws {
        let tree = try HostTree()
        for (node, free) in [("0", 5), ("1", 6)] {
            try tree.write(
                "\nNode \(node) MemFree: \(free) kB\nNode \(node) Active(anon): 1 kB\nNode \(node) HugePages_Free: 3\n",
                to: "sys/devices/system/node/node\(node)/meminfo")
            try tree.write("numa_hit \(free)\n", to: "sys/devices/system/node/node\(node)/numastat")
        }
        try tree.write("Node 1 Late: 7\n", to: "sys/devices/system/node/node1/meminfo")
        #expect(
            try tree.samples(of: "meminfo_numa") == [
                #"node_memory_numa_MemFree{node="0"} 5120"#, #"node_memory_numa_Active_anon{node="0"} 1024"#,
                #"node_memory_numa_HugePages_Free{node="0"} 3"#, #"node_memory_numa_Late{node="1"} 7"#,
                #"node_memory_numa_numa_hit_total{node="0"} 5"#, #"node_memory_numa_numa_hit_total{node="1"} 6"#,
            ])
        #expect(try HostTree().samples(of: "meminfo_numa").isEmpty)
        for text in [
            "Node 1 A: 1\nNode 1 A: 2\n", "Node 1 A: 1 MB\n", "Node 1 A{: 1\n", "MemFree: 1\n", "Node 1 A: \(UInt64.max) kB\n",
        ] {
            try tree.write(text, to: "sys/devices/system/node/node1/meminfo")
            #expect(throws: ProcFSError.self) { try tree.samples(of: "meminfo_numa") }
        }
    }

    @Test func pressureFailsWhereNothingIsMeasured() throws {
        let tree = try HostTree()
        #expect(throws: ProcFSError.self) { try tree.samples(of: "pressure") }
        let line = "avg10=0.00 avg60=0.00 avg300=0.00 total=14036781"
        try tree.write("full \(line)", to: "proc/pressure/irq")
        #expect(try tree.samples(of: "pressure") == ["node_pressure_irq_stalled_seconds_total 14.036781000000001"])
        try tree.write("some \(line)\nfull \(line)\n", to: "proc/pressure/cpu")
        #expect(try tree.samples(of: "pressure").count == 2)
    }

    @Test func meminfoLeavesOutWhatNodeExporterDoes() throws {
        let tree = try HostTree([
            "proc/meminfo":
                "MemTotal: 2 kB\nKReclaimable: 3 kB\nZswapped: 4 kB\nHugePages_Rsvd: 5\nInactive(file): 6 kB\nNew: 7 kB\n"
        ])
        #expect(
            try tree.samples(of: "meminfo") == [
                "node_memory_MemTotal_bytes 2048", "node_memory_Inactive_file_bytes 6144", "node_memory_Zswapped_bytes 4096",
                "node_memory_HugePages_Rsvd 5",
            ])
    }
}
