import Foundation
import Glibc
import Posix
import Testing

@testable import ProcFS

/// What is found in a tree of sysfs.
@Suite struct ProcessorTreeTests {
    private static let directory = "devices/system/cpu/"

    @Test func topologyNamesFirstThreadThatCounts() throws {
        let topology = try tree([
            "cpu0/topology/physical_package_id": "0\n", "cpu0/topology/core_id": "0\n",
            "cpu1/topology/physical_package_id": "0\n", "cpu1/topology/core_id": "0\n",
            "cpu1/thermal_throttle/core_throttle_count": "5\n", "cpu1/thermal_throttle/package_throttle_count": "30\n",
            "cpu2/topology/physical_package_id": "1\n", "cpu2/topology/core_id": "0\n",
            "cpu2/thermal_throttle/core_throttle_count": "6\n",
            "cpu10/topology/physical_package_id": "0\n", "cpu10/topology/core_id": "0\n",
            "cpu10/thermal_throttle/core_throttle_count": "7\n", "cpufreq/boost": "1\n", "cpuidle/current_driver": "none\n",
        ]) { sysfs, reader in
            #expect(sysfs.throttles(.core, of: 1, with: &reader) == 5)
            #expect(sysfs.throttles(.package, of: 1, with: &reader) == 30)
            #expect(sysfs.throttles(.core, of: 0, with: &reader) == nil)
            return try sysfs.processorTopology(with: &reader)
        }
        #expect(topology.processors == [0, 1, 10, 2])
        #expect(topology.cores == [.init(package: 0, number: 0, processor: 1), .init(package: 1, number: 0, processor: 2)])
        #expect(topology.packages == [.init(number: 0, processor: 1)])
        #expect(!topology.isHotPluggable)
    }

    @Test func processorWithoutPlaceHasNoCore() throws {
        let topology = try tree([
            "cpu0/online": "1\n", "cpu0/topology/physical_package_id": "-1\n", "cpu0/topology/core_id": "0\n",
            "cpu0/thermal_throttle/core_throttle_count": "1\n", "cpu1/thermal_throttle/core_throttle_count": "1\n",
        ]) { sysfs, reader in try sysfs.processorTopology(with: &reader) }
        #expect(topology.processors == [0, 1])
        #expect(topology.cores.isEmpty)
        #expect(topology.isHotPluggable)
    }

    @Test func topologyWithoutSysfsIsEmpty() throws {
        var reader = FileReader()
        #expect(try SysFS(root: "/nonexistent").processorTopology(with: &reader) == ProcessorTopology())
        #expect(try SysFS(root: "/nonexistent").processorsIfPresent(.online, with: &reader) == nil)
    }

    @Test func frequenciesAreWhatTheDriverTells() throws {
        try tree([
            "offline": "1\n", "cpu0/cpufreq/scaling_governor": "powersave\n", "cpu0/cpufreq/scaling_cur_freq": "1699981\n",
            "cpu0/cpufreq/cpuinfo_cur_freq": "<unknown>\n", "cpu0/cpufreq/cpuinfo_max_freq": "3700000\n",
            "cpu0/cpufreq/scaling_available_governors": "performance powersave \n",
            "cpu1/cpufreq/scaling_governor": "powersave\n", "cpu2/online": "1\n",
        ]) { sysfs, reader in
            #expect(try sysfs.processorsNotOffline(with: &reader) == [0, 2])
            let frequency = try #require(sysfs.frequency(ofProcessor: 0, with: &reader))
            #expect(frequency.scalingKilohertz == 1_699_981)
            #expect(frequency.maximumKilohertz == 3_700_000)
            #expect(frequency.currentKilohertz == nil)
            #expect(frequency.minimumKilohertz == nil)
            #expect(frequency.governor == "powersave")
            #expect(frequency.governors == "performance powersave")
            #expect(sysfs.frequency(ofProcessor: 2, with: &reader) == nil)
        }
    }

    @Test func noListOfOfflineProcessorsIsReadError() throws {
        var reader = FileReader()
        let missing = ProcFSError.read(path: "/nonexistent/devices/system/cpu/offline", Errno(ENOENT))
        #expect(throws: missing) { try SysFS(root: "/nonexistent").processorsNotOffline(with: &reader) }
    }

    @Test(
        arguments: [
            ("Not affected\n", .notAffected, ""), ("Vulnerable\n", .vulnerable, ""),
            ("Vulnerable: Safe RET, no microcode\n", .vulnerable, "Safe RET, no microcode"),
            ("Mitigation: PTI;  RSB filling\n", .mitigation, "PTI; RSB filling"),
            ("Unknown: No mitigations\n", .unknown, "No mitigations"),
            ("KVM: Mitigation: Split huge pages\n", .unknown, "KVM: Mitigation: Split huge pages"), ("", .unknown, ""),
        ] as [(String, ProcessorVulnerability.State, String)])
    func vulnerabilityIsWhatTheKernelSays(text: String, state: ProcessorVulnerability.State, mitigation: String) throws {
        try tree(["vulnerabilities/mds": text]) { sysfs, reader in
            let fault = try #require(try sysfs.processorVulnerabilities(with: &reader).first)
            #expect(fault.name == "mds")
            #expect(fault.state == state)
            #expect(fault.mitigation == mitigation)
        }
    }

    @Test func readsThisMachine() throws {
        let procfs = ProcFS()
        var reader = FileReader()
        let info = try procfs.cpuInfo(with: &reader)
        #expect(try info.processors.map(\.number) == procfs.stat(with: &reader).processors.map { Int($0.number) })
        #expect(try procfs.interrupts(with: &reader).processors == info.processors.map(\.number))
        #expect(try procfs.softIRQs(with: &reader).kinds.count >= 9)
        procfs.measureFrequencies(with: &reader)
        #expect(try procfs.cpuInfo(with: &reader).processors.count == info.processors.count)
    }

    /// Calls `body` with a tree of these files.
    private func tree<Value>(
        _ files: [String: String], _ body: (SysFS, inout FileReader) throws -> Value
    ) throws -> Value {
        let root = FileManager.default.temporaryDirectory.appending(path: "sysfs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (file, text) in files {
            let url = root.appending(path: Self.directory + file)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        var reader = FileReader()
        return try body(SysFS(root: root.path), &reader)
    }
}
