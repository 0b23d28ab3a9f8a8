import Foundation
import Prometheus
import Testing

@testable import Exporter

/// Collectors of hardware over small trees of sysfs.
@Suite struct HardwareCollectorsTests {
    @Test func sensorsAreReadInTheirUnits() throws {
        let tree = [
            "devices/platform/core.0/hwmon/hwmon0/name": "coretemp\n",
            "devices/platform/core.0/hwmon/hwmon0/device": "-> ../..",
            "devices/platform/core.0/hwmon/hwmon0/temp1_input": "47500\n",
            "devices/platform/core.0/hwmon/hwmon0/temp1_label": "Package \"0\"\n",
            "devices/platform/core.0/hwmon/hwmon0/temp1_crit_alarm": "0\n",
            "devices/platform/core.0/hwmon/hwmon0/temp1_alarm": "1\n",
            "devices/platform/core.0/hwmon/hwmon0/temp1_type": "4\n",
            "devices/platform/core.0/hwmon/hwmon0/power/control": "auto\n",
            "devices/platform/core.0/energy1_input": "2500000\n",
            "devices/platform/core.0/freq1_input": "214000000\n",
            "devices/platform/core.0/freq1_label": "S Clk\n",
            "devices/platform/core.0/freq2_input": "1\n",
            "class/hwmon/hwmon0": "-> ../../devices/platform/core.0/hwmon/hwmon0",
            "class/hwmon/hwmon1/name": "Board-Name\n",
            "class/hwmon/hwmon1/beep_enable": "1\n",
            "class/hwmon/hwmon1/update_interval": "1500\n",
            "class/hwmon/hwmon1/vrm": "11.5\n",
            "class/hwmon/hwmon1/in0_min": "1\n",
            "class/hwmon/hwmon1/fan2_input": "1098\n",
            "class/hwmon/hwmon1/fan2_beep": "0\n",
            "class/hwmon/hwmon1/fan2_pulses": "2\n",
            "class/hwmon/hwmon1/pwm1": "153\n",
            "class/hwmon/hwmon1/pwm1_auto_point1_pwm": "255\n",
            "class/hwmon/hwmon1/pwm2": "",
            "class/hwmon/hwmon1/curr1_input": "none\n",
            "class/hwmon/hwmon1/curr2_input": "1500\n",
            "class/hwmon/hwmon1/humidity1_input": "45000\n",
            "class/hwmon/hwmon1/power1_average": "2000000\n",
            "class/hwmon/hwmon1/power1_accuracy": "500000\n",
            "class/hwmon/hwmon1/power1_average_interval": "3000\n",
            "class/hwmon/hwmon1/intrusion0_alarm": "1\n",
            "class/hwmon/hwmon1/temp1fault": "1\n",
        ]
        #expect(
            try samples("hwmon", tree) == [
                #"node_hwmon_chip_names{chip="platform_core_0",chip_name="coretemp"} 1"#,
                #"node_hwmon_chip_names{chip="board_name",chip_name="board_name"} 1"#,
                #"node_hwmon_sensor_label{chip="platform_core_0",label="S Clk",sensor="freq1"} 1"#,
                #"node_hwmon_sensor_label{chip="platform_core_0",label="Package \"0\"",sensor="temp1"} 1"#,
                #"node_hwmon_beep_enabled{chip="board_name",sensor="beep_enable0"} 1"#,
                #"node_hwmon_curr_amps{chip="board_name",sensor="curr2"} 1.5"#,
                #"node_hwmon_energy_joule_total{chip="platform_core_0",sensor="energy1"} 2.5"#,
                #"node_hwmon_fan_beep_enabled{chip="board_name",sensor="fan2"} 0"#,
                #"node_hwmon_fan_pulses{chip="board_name",sensor="fan2"} 2"#,
                #"node_hwmon_fan_rpm{chip="board_name",sensor="fan2"} 1098"#,
                #"node_hwmon_freq_freq_mhz{chip="platform_core_0",sensor="s_clk"} 214"#,
                #"node_hwmon_humidity{chip="board_name",sensor="humidity1"} 0.045"#,
                #"node_hwmon_in_min_volts{chip="board_name",sensor="in0"} 0.001"#,
                #"node_hwmon_intrusion_alarm{chip="board_name",sensor="intrusion0"} 1"#,
                #"node_hwmon_power_accuracy{chip="board_name",sensor="power1"} 0.5"#,
                #"node_hwmon_power_average_interval_seconds{chip="board_name",sensor="power1"} 3"#,
                #"node_hwmon_power_average_watt{chip="board_name",sensor="power1"} 2"#,
                #"node_hwmon_pwm{chip="board_name",sensor="pwm1"} 153"#,
                #"node_hwmon_pwm_auto_point1_pwm{chip="board_name",sensor="pwm1"} 255"#,
                #"node_hwmon_temp_alarm{chip="platform_core_0",sensor="temp1"} 1"#,
                #"node_hwmon_temp_celsius{chip="platform_core_0",sensor="temp1"} 47.5"#,
                #"node_hwmon_temp_crit_alarm_celsius{chip="platform_core_0",sensor="temp1"} 0"#,
                #"node_hwmon_temp_type{chip="platform_core_0",sensor="temp1"} 4"#,
                #"node_hwmon_update_interval_seconds{chip="board_name",sensor="update_interval0"} 1.5"#,
                #"node_hwmon_voltage_regulator_version{chip="board_name",sensor="vrm0"} 11.5"#,
            ])
        var settings = HostSettings()
        settings.hwmonChips = NamePatterns(include: "^plat")
        settings.hwmonSensors = NamePatterns(exclude: "core_0;(freq|temp)")
        #expect(
            try samples("hwmon", tree, settings: settings) == [
                #"node_hwmon_chip_names{chip="platform_core_0",chip_name="coretemp"} 1"#,
                #"node_hwmon_energy_joule_total{chip="platform_core_0",sensor="energy1"} 2.5"#,
            ])
    }

    @Test func chipsOfOneDeviceAreToldApart() throws {
        var tree: [String: String] = [:]
        for (number, name) in [(0, "asus"), (1, "asus_ec"), (2, "radio"), (3, "radio"), (4, "")] {
            let device = number < 2 ? "wmi" : "phy0"
            tree["devices/platform/\(device)/hwmon/hwmon\(number)/temp1_input"] = "\(number)000\n"
            tree["devices/platform/\(device)/hwmon/hwmon\(number)/name"] = "\(name)\n"
            tree["devices/platform/\(device)/hwmon/hwmon\(number)/device"] = "-> ../.."
            tree["class/hwmon/hwmon\(number)"] = "-> ../../devices/platform/\(device)/hwmon/hwmon\(number)"
        }
        #expect(
            try samples("hwmon", tree).filter { $0.contains("celsius") } == [
                #"node_hwmon_temp_celsius{chip="platform_phy0_hwmon2",sensor="temp1"} 2"#,
                #"node_hwmon_temp_celsius{chip="platform_phy0_hwmon3",sensor="temp1"} 3"#,
                #"node_hwmon_temp_celsius{chip="platform_phy0_hwmon4",sensor="temp1"} 4"#,
                #"node_hwmon_temp_celsius{chip="platform_wmi_asus",sensor="temp1"} 0"#,
                #"node_hwmon_temp_celsius{chip="platform_wmi_asus_ec",sensor="temp1"} 1"#,
            ])
    }

    @Test func seriesThatTwoNamesMakeIsWrittenOnce() throws {
        let tree = [
            "class/hwmon/hwmon0/fan1_a-b": "1\n", "class/hwmon/hwmon0/fan1_a.b": "2\n",
            "class/hwmon/hwmon0/freq1_input": "1000000\n", "class/hwmon/hwmon0/freq1_label": "clk\n",
            "class/hwmon/hwmon0/freq2_input": "2000000\n", "class/hwmon/hwmon0/freq2_label": "CLK\n",
        ]
        #expect(try samples("hwmon", tree).count { !$0.contains("label") } == 2)
    }

    @Test func zonesThatAreOffOrSilentAreLeftOut() throws {
        let thermal = "class/thermal"
        let tree = [
            "\(thermal)/thermal_zone0/type": "cpu-thermal\n", "\(thermal)/thermal_zone0/temp": "12376\n",
            "\(thermal)/thermal_zone0/mode": "enabled\n",
            "\(thermal)/thermal_zone1/type": "off\n", "\(thermal)/thermal_zone1/temp": "1\n",
            "\(thermal)/thermal_zone1/mode": "disabled\n",
            "\(thermal)/thermal_zone2/type": "silent\n",
            "\(thermal)/thermal_zone10/type": "cold\n", "\(thermal)/thermal_zone10/temp": "-500\n",
            "\(thermal)/thermal_zonex/type": "x\n", "\(thermal)/thermal_zonex/temp": "1\n",
            "\(thermal)/cooling_device0/type": "Processor\n", "\(thermal)/cooling_device0/max_state": "3\n",
            "\(thermal)/cooling_device0/cur_state": "-1\n",
            "\(thermal)/cooling_device1/type": "Fan\n",
        ]
        #expect(
            try samples("thermal_zone", tree) == [
                #"node_thermal_zone_temp{type="cpu-thermal",zone="0"} 12.376"#,
                #"node_thermal_zone_temp{type="cold",zone="10"} -0.5"#,
                #"node_cooling_device_cur_state{name="0",type="Processor"} -1"#,
                #"node_cooling_device_max_state{name="0",type="Processor"} 3"#,
            ])
        #expect(try samples("thermal_zone", ["\(thermal)/unrelated": ""]) == [])
    }

    @Test func machineIsNamedByItsFirmware() throws {
        let tree = [
            "class/dmi/id/sys_vendor": "Some \\ Vendor\n", "class/dmi/id/bios_date": "04/12/2021\n",
            "class/dmi/id/board_name": "\n",
            "class/dmi/id/chassis_type": "3\n", "class/dmi/id/uevent": "MODALIAS=dmi\n",
        ]
        #expect(
            try samples("dmi", tree) == [
                #"node_dmi_info{bios_date="04/12/2021",board_name="",system_vendor="Some \\ Vendor"} 1"#
            ])
    }

    @Test func powerSuppliesHaveUnitsOfNodeExporter() throws {
        let tree = [
            "class/power_supply/AC/online": "1\n", "class/power_supply/AC/type": "Mains\n",
            "class/power_supply/BAT0/capacity": "81\n", "class/power_supply/BAT0/energy_now": "36580000\n",
            "class/power_supply/BAT0/temp": "251\n", "class/power_supply/BAT0/cycle_count": "0\n",
            "class/power_supply/BAT0/type": "Battery\n", "class/power_supply/BAT0/status": "Full\n",
            "class/power_supply/BAT0/model_name": "\n", "class/power_supply/BAT0/alarm": "none\n",
            "class/power_supply/BAT0/power/control": "auto\n",
        ]
        let all = [
            #"node_power_supply_capacity{power_supply="BAT0"} 81"#,
            #"node_power_supply_cyclecount{power_supply="BAT0"} 0"#,
            #"node_power_supply_online{power_supply="AC"} 1"#,
            #"node_power_supply_energy_watthour{power_supply="BAT0"} 36.58"#,
            #"node_power_supply_temp_celsius{power_supply="BAT0"} 25.1"#,
            #"node_power_supply_info{type="Mains",power_supply="AC"} 1"#,
            #"node_power_supply_info{status="Full",type="Battery",power_supply="BAT0"} 1"#,
        ]
        #expect(try samples("powersupplyclass", tree) == all)
        var settings = HostSettings()
        settings.powerSupplies.exclude = "^BAT"
        #expect(try samples("powersupplyclass", tree, settings: settings) == all.filter { $0.contains("AC") })
        let broken = tree.merging(["class/power_supply/BAT0/capacity": "full\n"]) { $1 }
        #expect(throws: (any Error).self) { try samples("powersupplyclass", broken) }
    }

    @Test func watchdogsHaveWordsEvenWithoutNumbers() throws {
        let tree = [
            "class/watchdog/watchdog0/timeout": "60\n", "class/watchdog/watchdog0/identity": "Software Watchdog\n",
            "class/watchdog/watchdog0/state": "active\n", "class/watchdog/watchdog1/unknown": "1\n",
        ]
        #expect(
            try samples("watchdog", tree) == [
                #"node_watchdog_timeout_seconds{name="watchdog0"} 60"#,
                #"node_watchdog_info{options="",identity="Software Watchdog",state="active",status="",pretimeout_governor="","#
                    + #"name="watchdog0"} 1"#,
                #"node_watchdog_info{options="",identity="",state="",status="",pretimeout_governor="",name="watchdog1"} 1"#,
            ])
    }

    @Test func memoryErrorsAreCountedByControllerRowAndModule() throws {
        let mc = "devices/system/edac/mc/mc0"
        let tree = [
            "\(mc)/ce_count": "1\n", "\(mc)/ue_count": "5\n", "\(mc)/ce_noinfo_count": "2\n", "\(mc)/ue_noinfo_count": "6\n",
            "\(mc)/csrow0/ce_count": "3\n", "\(mc)/csrow0/ue_count": "4\n", "\(mc)/csrow0/ch0_ce_count": "7\n",
            "\(mc)/csrow0/ch0_ue_count": "8\n", "\(mc)/csrow0/ch0_dimm_label": "mc#0csrow#0channel#0\n",
            "\(mc)/csrow0/ch1_ce_count": "9\n",
        ]
        #expect(
            try samples("edac", tree) == [
                #"node_edac_correctable_errors_total{controller="0"} 1"#,
                #"node_edac_uncorrectable_errors_total{controller="0"} 5"#,
                #"node_edac_csrow_correctable_errors_total{controller="0",csrow="0"} 3"#,
                #"node_edac_csrow_correctable_errors_total{controller="0",csrow="unknown"} 2"#,
                #"node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="0"} 4"#,
                #"node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="unknown"} 6"#,
                #"node_edac_channel_correctable_errors_total{channel="0",controller="0",csrow="0",dimm_label="mc0_csrow0_channel0"} 7"#,
                #"node_edac_channel_correctable_errors_total{channel="1",controller="0",csrow="0",dimm_label="unknown"} 9"#,
                #"node_edac_channel_uncorrectable_errors_total{channel="0",controller="0",csrow="0",dimm_label="mc0_csrow0_channel0"} 8"#,
            ])
        #expect(try samples("edac", [:]) == [])
        #expect(throws: (any Error).self) { try samples("edac", tree.filter { !$0.key.hasSuffix("mc0/ue_count") }) }
    }

    @Test func energyZonesAreFamiliesOrLabels() throws {
        let zones = [
            ("intel-rapl:0", "package-0", 240_422_366_267), ("intel-rapl:0:0", "core", 118_821_284_256),
            ("intel-rapl:1", "package-1", 5),
        ]
        var tree = ["class/powercap/intel-rapl/enabled": "1\n"]
        for (directory, name, energy) in zones {
            tree["class/powercap/\(directory)/name"] = "\(name)\n"
            tree["class/powercap/\(directory)/energy_uj"] = "\(energy)\n"
        }
        #expect(
            try samples("rapl", tree) == [
                #"node_rapl_package_joules_total{index="0",path="/class/powercap/intel-rapl:0"} 240422.366267"#,
                #"node_rapl_package_joules_total{index="1",path="/class/powercap/intel-rapl:1"} 0.000005"#,
                #"node_rapl_core_joules_total{index="0",path="/class/powercap/intel-rapl:0:0"} 118821.284256"#,
            ])
        var settings = HostSettings()
        settings.labelsEnergyZones = true
        #expect(
            try samples("rapl", tree, settings: settings).last
                == #"node_rapl_joules_total{index="1",path="/class/powercap/intel-rapl:1",rapl_zone="package"} 0.000005"#)
    }

    @Test func namespacesOfNVMeAreFoundByName() throws {
        let nvme = "class/nvme/nvme0"
        var tree = [
            "\(nvme)/cntlid": "7\n", "\(nvme)/firmware_rev": "1B2\n", "\(nvme)/model": "Disk\n", "\(nvme)/serial": "S1\n",
        ]
        tree["\(nvme)/state"] = "live\n"
        for (name, size) in [("nvme0c0n1", 10), ("nvme0n2", 20), ("ng0n1", 30), ("nvme0n2p1", 40)] {
            tree["\(nvme)/\(name)/size"] = "\(size)\n"
            tree["\(nvme)/\(name)/nuse"] = "1\n"
            tree["\(nvme)/\(name)/queue/logical_block_size"] = "4096\n"
        }
        #expect(
            try samples("nvme", tree).filter { !$0.contains("capacity") && !$0.contains("block") } == [
                #"node_nvme_info{cntlid="7",device="nvme0",firmware_revision="1B2",model="Disk",serial="S1",state="live"} 1"#,
                #"node_nvme_namespace_info{ana_state="unknown",device="nvme0",nsid="1"} 1"#,
                #"node_nvme_namespace_info{ana_state="unknown",device="nvme0",nsid="2"} 1"#,
                #"node_nvme_namespace_size_bytes{device="nvme0",nsid="1"} 40960"#,
                #"node_nvme_namespace_size_bytes{device="nvme0",nsid="2"} 81920"#,
                #"node_nvme_namespace_used_bytes{device="nvme0",nsid="1"} 4096"#,
                #"node_nvme_namespace_used_bytes{device="nvme0",nsid="2"} 4096"#,
            ])
    }

    /// As node_exporter, which reports no success where the kernel has no such class.
    @Test(arguments: ["hwmon", "dmi", "powersupplyclass", "watchdog", "rapl", "nvme"])
    func classTheKernelLacksIsAnError(collector: String) {
        #expect(throws: (any Error).self) { try samples(collector, ["class/other": ""]) }
    }

    /// The samples of a collector over a tree of files, in order; a text that begins with `-> ` is a link.
    private func samples(_ collector: String, _ tree: [String: String], settings: HostSettings = HostSettings()) throws
        -> [String]
    {
        let root = FileManager.default.temporaryDirectory.appending(path: "sys-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: root) }
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        for (name, text) in tree {
            let path = "\(root)/\(name)"
            try FileManager.default.createDirectory(
                atPath: String(path[..<path.lastIndex(of: "/")!]), withIntermediateDirectories: true)
            if text.hasPrefix("-> ") {
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: String(text.dropFirst(3)))
            } else {
                try text.write(toFile: path, atomically: false, encoding: .utf8)
            }
        }
        var paths = HostPaths()
        paths.sysfs = root
        let kind = try #require(HostCollectors.kinds.first { $0.name == collector })
        let made = try kind.make(HostContext(paths: paths, settings: settings))
        var sink = MetricSink(.text)
        try made.collect(into: &sink)
        #expect(ExpositionCheck.problems(in: sink.bytes, .text) == [])
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { String($0).replacing(root, with: "") }
    }
}
