import ProcFS
import Prometheus
import Testing

@testable import Exporter

@Suite struct ProcessorCollectorsTests {
    private static let stat = "cpu 0\ncpu0 100 0 50 1000 20 0 0 0 3 2\nintr 1\nctxt 1\nbtime 1\nprocesses 1\n"
    private static let cpuInfo =
        "processor : 0\nvendor_id : Example\nmodel name : A \"B\" C\ncpu MHz : 799.998\nphysical id : 0\ncore id : 1\n"
        + "flags : fpu avx avx2 aes\nbugs : mds spectre_v1\n"

    // MARK: cpu

    @Test func guestsCanBeLeftOut() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat])
        var settings = HostSettings()
        #expect(
            try CPUCollector(host.context(settings)).families() == [
                "node_cpu_seconds_total counter", "node_cpu_guest_seconds_total counter",
            ])
        settings.cpu.guest = false
        #expect(try CPUCollector(host.context(settings)).families() == ["node_cpu_seconds_total counter"])
    }

    @Test func informationIsServedWhenAskedFor() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat, "proc/cpuinfo": Self.cpuInfo])
        var settings = HostSettings()
        settings.cpu.info = true
        #expect(
            try CPUCollector(host.context(settings)).samples().first
                == "node_cpu_info{package=\"0\",core=\"1\",cpu=\"0\",vendor=\"Example\",family=\"\",model=\"\","
                + "model_name=\"A \\\"B\\\" C\",microcode=\"\",stepping=\"\",cachesize=\"\"} 1")
    }

    @Test func flagsAndBugsAskedForBringInformation() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat, "proc/cpuinfo": Self.cpuInfo])
        var settings = HostSettings()
        settings.cpu.flagsInclude = "^(aes|avx.?)$"
        let collector = try CPUCollector(host.context(settings))
        #expect(
            try collector.families().prefix(2) == ["node_cpu_info gauge", "node_cpu_flag_info gauge"])
        #expect(
            try collector.samples()[1...3] == [
                "node_cpu_flag_info{flag=\"avx\"} 1", "node_cpu_flag_info{flag=\"avx2\"} 1", "node_cpu_flag_info{flag=\"aes\"} 1",
            ])
        settings.cpu.bugsInclude = "mds"
        #expect(try CPUCollector(host.context(settings)).samples().contains("node_cpu_bug_info{bug=\"mds\"} 1"))
    }

    @Test func unreadableInformationFailsTheCollector() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat, "proc/cpuinfo": "nonsense\n"])
        var settings = HostSettings()
        settings.cpu.info = true
        #expect(throws: ProcFSError.self) { try CPUCollector(host.context(settings)).samples() }
    }

    @Test func coolingIsCountedByCoreAndPackage() throws {
        let host = ProcessorHost()
        try host.write([
            "proc/stat": Self.stat, "cpu/online": "0-1\n", "cpu/isolated": "1,3-4\n",
            "cpu/cpu0/topology/physical_package_id": "0\n", "cpu/cpu0/topology/core_id": "0\n",
            "cpu/cpu0/thermal_throttle/core_throttle_count": "5\n", "cpu/cpu0/thermal_throttle/package_throttle_count": "30\n",
            "cpu/cpu1/topology/physical_package_id": "0\n", "cpu/cpu1/topology/core_id": "1\n",
            "cpu/cpu1/thermal_throttle/core_throttle_count": "9\n", "cpu/cpu1/thermal_throttle/package_throttle_count": "31\n",
        ])
        let collector = try CPUCollector(host.context())
        #expect(
            try collector.samples().suffix(6) == [
                "node_cpu_isolated{cpu=\"1\"} 1", "node_cpu_isolated{cpu=\"3\"} 1", "node_cpu_isolated{cpu=\"4\"} 1",
                "node_cpu_package_throttles_total{package=\"0\"} 30",
                "node_cpu_core_throttles_total{core=\"0\",package=\"0\"} 5",
                "node_cpu_core_throttles_total{core=\"1\",package=\"0\"} 9",
            ])
        try host.write(["cpu/cpu1/thermal_throttle/core_throttle_count": "10\n"])
        #expect(try collector.samples().last == "node_cpu_core_throttles_total{core=\"1\",package=\"0\"} 10")
    }

    @Test func processorsComeAndGo() throws {
        let host = ProcessorHost()
        try host.write([
            "proc/stat": Self.stat, "cpu/online": "0-1\n", "cpu/present": "0-1\n",
            "cpu/cpu0/online": "1\n", "cpu/cpu1/online": "1\n",
        ])
        let collector = try CPUCollector(host.context())
        func online() throws -> [String] { try collector.samples().filter { $0.hasPrefix("node_cpu_online") } }
        #expect(try online() == ["node_cpu_online{cpu=\"0\"} 1", "node_cpu_online{cpu=\"1\"} 1"])
        try host.write(["cpu/online": "0\n"])
        #expect(try online() == ["node_cpu_online{cpu=\"0\"} 1", "node_cpu_online{cpu=\"1\"} 0"])
        try host.write(["cpu/present": "0-2\n", "cpu/cpu2/online": "0\n"])
        #expect(
            try online() == ["node_cpu_online{cpu=\"0\"} 1", "node_cpu_online{cpu=\"1\"} 0", "node_cpu_online{cpu=\"2\"} 0"])
        try host.remove("cpu/cpu1")
        try host.write(["cpu/present": "0,2\n", "cpu/online": "0,2\n"])
        #expect(try online() == ["node_cpu_online{cpu=\"0\"} 1", "node_cpu_online{cpu=\"2\"} 1"])
    }

    @Test func nobodyIsOnlineWhereTheFirstCannotBeTakenOut() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat, "cpu/online": "0-1\n", "cpu/cpu0/uevent": "", "cpu/cpu1/online": "1\n"])
        #expect(try CPUCollector(host.context()).families().contains("node_cpu_online gauge") == false)
    }

    @Test func malformedListOfProcessorsFailsTheCollector() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat, "cpu/online": "0-\n"])
        #expect(throws: ProcFSError.self) { try CPUCollector(host.context()).samples() }
    }

    // MARK: cpufreq

    @Test func frequenciesAreInHertz() throws {
        let host = ProcessorHost()
        try host.write([
            "cpu/offline": "2\n", "cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
            "cpu/cpu0/cpufreq/scaling_available_governors": "performance powersave\n",
            "cpu/cpu0/cpufreq/scaling_cur_freq": "1699981\n", "cpu/cpu0/cpufreq/cpuinfo_cur_freq": "1700000\n",
            "cpu/cpu2/cpufreq/scaling_governor": "powersave\n",
        ])
        #expect(
            try CPUFreqCollector(host.context()).samples() == [
                "node_cpu_frequency_hertz{cpu=\"0\"} 1700000000", "node_cpu_scaling_frequency_hertz{cpu=\"0\"} 1699981000",
                "node_cpu_scaling_governor{cpu=\"0\",governor=\"performance\"} 0",
                "node_cpu_scaling_governor{cpu=\"0\",governor=\"powersave\"} 1",
            ])
    }

    @Test func frequenciesOfInformationShareTheirFamily() throws {
        let host = ProcessorHost()
        try host.write([
            "proc/cpuinfo": Self.cpuInfo, "cpu/offline": "\n", "cpu/cpu0/cpufreq/scaling_governor": "powersave\n",
            "cpu/cpu0/cpufreq/cpuinfo_cur_freq": "1700000\n",
        ])
        var settings = HostSettings()
        settings.cpu.info = true
        let collector = CPUFreqCollector(host.context(settings))
        #expect(try collector.families() == ["node_cpu_frequency_hertz gauge"])
        #expect(
            try collector.samples() == [
                "node_cpu_frequency_hertz{package=\"0\",core=\"1\",cpu=\"0\"} 799998000",
                "node_cpu_frequency_hertz{cpu=\"0\"} 1700000000",
            ])
    }

    @Test func hostWithoutDriverHasNoFrequencies() throws {
        let host = ProcessorHost()
        try host.write(["cpu/offline": "\n", "cpu/cpu0/uevent": ""])
        #expect(try CPUFreqCollector(host.context()).families().isEmpty)
        #expect(throws: ProcFSError.self) { try CPUFreqCollector(ProcessorHost().context()).samples() }
    }

    @Test func vulnerabilitiesAreServedWithWhatIsDone() throws {
        let host = ProcessorHost()
        let collector = CPUVulnerabilitiesCollector(files: host.context().files(), sysfs: host.context().sysfs)
        #expect(try collector.families().isEmpty)
        try host.write(["cpu/vulnerabilities/mds": "Not affected\n", "cpu/vulnerabilities/meltdown": "Mitigation: PTI\n"])
        #expect(
            try collector.samples() == [
                "node_cpu_vulnerabilities_info{codename=\"mds\",state=\"not affected\",mitigation=\"\"} 1",
                "node_cpu_vulnerabilities_info{codename=\"meltdown\",state=\"mitigation\",mitigation=\"PTI\"} 1",
            ])
    }

    // MARK: stat, schedstat, interrupts, softirqs

    @Test func softIRQsOfStatAreServedWhenAskedFor() throws {
        let host = ProcessorHost()
        try host.write(["proc/stat": Self.stat + "softirq 55 1 2 3 4 5 6 7 8 9 10\n"])
        var settings = HostSettings()
        #expect(try StatCollector(host.context(settings)).families().contains("node_softirqs_total counter") == false)
        settings.countsSoftIRQs = true
        let samples = try StatCollector(host.context(settings)).samples().filter { $0.hasPrefix("node_softirqs_total") }
        #expect(samples.count == 10)
        #expect(samples.first == "node_softirqs_total{vector=\"hi\"} 1")
        #expect(samples.last == "node_softirqs_total{vector=\"rcu\"} 10")
    }

    @Test func schedulerTimesAreInSeconds() throws {
        let host = ProcessorHost()
        try host.write(["proc/schedstat": "version 15\ncpu3 0 0 0 0 0 0 2045936778163039 343796328169361 4767485306\n"])
        let collector = SchedStatCollector(files: host.context().files())
        #expect(
            try collector.samples() == [
                "node_schedstat_running_seconds_total{cpu=\"3\"} 2045936.778163039",
                "node_schedstat_waiting_seconds_total{cpu=\"3\"} 343796.328169361",
                "node_schedstat_timeslices_total{cpu=\"3\"} 4767485306",
            ])
        try host.write(["proc/schedstat": "version 15\n"])
        #expect(try collector.families().isEmpty)
    }

    @Test func interruptsAreChosenByNameInfoAndDevices() throws {
        let host = ProcessorHost()
        try host.write([
            "proc/interrupts":
                "  CPU0 CPU2\n 1: 0 5 IO-APIC 1-edge i8042\n 9: 7 0 IO-APIC acpi\nNMI: 0 0 Non-maskable interrupts\n"
        ])
        func samples(_ change: (inout HostSettings) -> Void) throws -> [String] {
            var settings = HostSettings()
            change(&settings)
            return try InterruptsCollector(host.context(settings)).samples()
        }
        let first = "node_interrupts_total{cpu=\"2\",type=\"1\",info=\"IO-APIC\",devices=\"1-edge i8042\"} 5"
        let second = "node_interrupts_total{cpu=\"0\",type=\"9\",info=\"IO-APIC\",devices=\"acpi\"} 7"
        #expect(try samples { _ in }.count == 6)
        #expect(try samples { $0.includesZeroInterrupts = false } == [first, second])
        #expect(try samples { $0.interrupts.include = "^NMI;Non-maskable interrupts;$" }.count == 2)
        #expect(try samples { $0.interrupts.exclude = "IO-APIC;1-edge|NMI" }.count == 2)
        #expect(
            try samples {
                $0.interrupts.include = "NMI"
                $0.includesZeroInterrupts = false
            }.isEmpty)
    }

    @Test func softIRQsAreServedByProcessor() throws {
        let host = ProcessorHost()
        try host.write(["proc/softirqs": "  CPU0 CPU1\n HI: 7 1\n NET_RX: 43066 104508\n"])
        #expect(
            try SoftIRQsCollector(files: host.context().files()).samples() == [
                "node_softirqs_functions_total{cpu=\"0\",type=\"HI\"} 7",
                "node_softirqs_functions_total{cpu=\"1\",type=\"HI\"} 1",
                "node_softirqs_functions_total{cpu=\"0\",type=\"NET_RX\"} 43066",
                "node_softirqs_functions_total{cpu=\"1\",type=\"NET_RX\"} 104508",
            ])
    }

    @Test func hundredsOfProcessorsKeepTheirOwnNumbers() throws {
        let host = ProcessorHost()
        func stat(_ numbers: [Int]) -> String {
            numbers.map { "cpu\($0) \($0) 0 0 1 0 0 0 0 0 0\n" }.joined() + "intr 1\nctxt 1\nbtime 1\nprocesses 1\n"
        }
        try host.write(["proc/stat": stat(Array(0..<256))])
        let collector = try CPUCollector(host.context())
        #expect(try collector.samples().contains("node_cpu_seconds_total{cpu=\"255\",mode=\"user\"} 2.55"))
        try host.write(["proc/stat": stat((0..<256).filter { $0 != 7 && $0 != 255 } + [300])])
        let samples = try collector.samples()
        #expect(samples.count == 255 * 10)
        #expect(samples.contains("node_cpu_seconds_total{cpu=\"254\",mode=\"user\"} 2.54"))
        #expect(samples.contains("node_cpu_seconds_total{cpu=\"300\",mode=\"user\"} 3"))
        #expect(!samples.contains { $0.contains("cpu=\"7\"") || $0.contains("cpu=\"255\"") })
    }
}
