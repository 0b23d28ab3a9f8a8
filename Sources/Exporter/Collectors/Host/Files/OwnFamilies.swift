import Prometheus

/// The families that collectors of ours can write, now or at another time: what files of others must leave alone.
///
/// Told by name and not by what a scrape has already written, so that a family is served or not whatever a scrape asks for, and in
/// whatever order and on whatever thread collectors run. A collector that is switched off leaves its names to files.
struct OwnFamilies: Sendable {
    private let names: Set<String>
    private let affixes: [(prefix: String, suffix: String)]

    /// Of the collectors that run, and of the exporter's own business.
    init(of collectors: some Sequence<String>) {
        let patterns = collectors.flatMap { Self.patterns[$0]?.split(separator: " ") ?? [] } + Self.always
        names = Set(patterns.lazy.filter { !$0.contains("*") }.map(String.init))
        affixes = patterns.compactMap { pattern in
            pattern.firstIndex(of: "*").map { (String(pattern[..<$0]), String(pattern[$0...].dropFirst())) }
        }
    }

    /// Whether a collector can write a family of that name.
    func contain(_ name: String) -> Bool {
        names.contains(name)
            || affixes.contains { prefix, suffix in
                name.utf8.count > prefix.utf8.count + suffix.utf8.count && name.hasPrefix(prefix) && name.hasSuffix(suffix)
            }
    }

    /// Whether a family would meet one of ours: in a sample's name, or where OpenMetrics calls a counter of ours as it is called.
    func contain(_ family: ParsedFamily) -> Bool {
        family.sampleNames.contains(where: contain) || family.type != .counter && contain("\(family.name)_total")
    }

    private static let always: [Substring] = [
        "node_scrape_collector_duration_seconds", "node_scrape_collector_success", "whatsapp_*",
    ]

    /// By collector; a `*` stands for whatever the kernel, a device or a setting puts there.
    private static let patterns: [String: String] = [
        "arp": "node_arp_entries",
        "bonding": "node_bonding_active node_bonding_slaves",
        "buddyinfo": "node_buddyinfo_blocks",
        "cgroups": "node_cgroups_cgroups node_cgroups_enabled",
        "conntrack": "node_nf_conntrack_*",
        "cpu": "node_cpu_bug_info node_cpu_core_throttles_total node_cpu_flag_info node_cpu_frequency_hertz"
            + " node_cpu_guest_seconds_total node_cpu_info node_cpu_isolated node_cpu_online node_cpu_package_throttles_total"
            + " node_cpu_seconds_total",
        "cpu_vulnerabilities": "node_cpu_vulnerabilities_info",
        "cpufreq": "node_cpu_frequency_hertz node_cpu_frequency_max_hertz node_cpu_frequency_min_hertz node_cpu_scaling_*",
        "diskstats": "node_disk_ata_* node_disk_device_mapper_info node_disk_discard* node_disk_filesystem_info"
            + " node_disk_flush_requests_* node_disk_info node_disk_io_* node_disk_read_* node_disk_reads_* node_disk_write_*"
            + " node_disk_writes_* node_disk_written_bytes_total",
        "dmi": "node_dmi_info",
        "edac": "node_edac_*",
        "entropy": "node_entropy_*",
        "filefd": "node_filefd_*",
        "filesystem": "node_filesystem_avail_bytes node_filesystem_device_error node_filesystem_files"
            + " node_filesystem_files_free node_filesystem_free_bytes node_filesystem_mount_info"
            + " node_filesystem_purgeable_bytes node_filesystem_readonly node_filesystem_size_bytes",
        "hwmon": "node_hwmon_*",
        "interrupts": "node_interrupts_total",
        "kernel_hung": "node_kernel_hung_tasks_total",
        "ksmd": "node_ksmd_*",
        "loadavg": "node_load1 node_load15 node_load5",
        "mdadm": "node_md_blocks node_md_blocks_synced node_md_degraded node_md_disks node_md_disks_required"
            + " node_md_raid_disks node_md_state",
        "meminfo": "node_memory_*",
        "meminfo_numa": "node_memory_numa_*",
        "netclass": "node_network_address_assign_type node_network_altnames_info node_network_carrier"
            + " node_network_carrier_*_total node_network_device_id node_network_dormant node_network_flags"
            + " node_network_iface_id node_network_iface_link node_network_iface_link_mode node_network_info"
            + " node_network_mtu_bytes node_network_name_assign_type node_network_net_dev_group node_network_protocol_type"
            + " node_network_receive_*_total node_network_speed_bytes node_network_transmit_*_total"
            + " node_network_transmit_queue_length node_network_up",
        "netdev": "node_network_address_info node_network_collisions_total node_network_multicast_total"
            + " node_network_receive_*_total node_network_transmit_*_total",
        "netstat": "node_netstat_*",
        "network_route": "node_network_route_info node_network_routes",
        "nvme": "node_nvme_info node_nvme_namespace_*",
        "os": "node_os_info node_os_support_end_timestamp_seconds node_os_version",
        "powersupplyclass": "node_power_supply_*",
        "pressure": "node_pressure_*",
        "process": "process_cpu_seconds_total process_max_fds process_open_fds process_resident_memory_bytes"
            + " process_start_time_seconds process_threads process_virtual_memory_bytes process_virtual_memory_max_bytes",
        "processes": "node_processes_max_processes node_processes_max_threads node_processes_pids node_processes_state"
            + " node_processes_threads node_processes_threads_state",
        "rapl": "node_rapl_*_joules_total node_rapl_joules_total",
        "schedstat": "node_schedstat_*",
        "selinux": "node_selinux_*",
        "sockstat": "node_sockstat_*",
        "softirqs": "node_softirqs_functions_total",
        "softnet": "node_softnet_*",
        "stat": "node_boot_time_seconds node_context_switches_total node_forks_total node_intr_total node_procs_blocked"
            + " node_procs_running node_softirqs_total",
        "swap": "node_swap_priority node_swap_size_bytes node_swap_used_bytes",
        "sysctl": "node_sysctl_*",
        "tcpstat": "node_tcp_connection_states",
        "textfile": "node_textfile_mtime_seconds node_textfile_scrape_error",
        "thermal_zone": "node_cooling_device_cur_state node_cooling_device_max_state node_thermal_zone_temp",
        "time": "node_time_clocksource_available_info node_time_clocksource_current_info node_time_seconds"
            + " node_time_zone_offset_seconds",
        "timex": "node_timex_*",
        "udp_queues": "node_udp_queues",
        "uname": "node_uname_info",
        "vmstat": "node_vmstat_*",
        "watchdog": "node_watchdog_*",
    ]
}
