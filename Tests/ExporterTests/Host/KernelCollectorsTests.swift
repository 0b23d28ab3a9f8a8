import Posix
import ProcFS
import Prometheus
import Testing

@testable import Exporter

@Suite struct KernelCollectorsTests {
    @Test func smallFilesGiveTheirNumbers() throws {
        let tree = try HostTree([
            "proc/sys/fs/file-nr": "1024\t0\t1631329\n", "proc/sys/kernel/random/entropy_avail": "1337\n",
            "proc/sys/kernel/random/poolsize": "4096\n", "proc/sys/kernel/hung_task_detect_count": "42\n",
            "proc/cgroups": "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t5\t172\t1\nrdma\t0\t1\t0\n",
        ])
        #expect(try tree.samples(of: "filefd") == ["node_filefd_allocated 1024", "node_filefd_maximum 1631329"])
        #expect(try tree.samples(of: "entropy") == ["node_entropy_available_bits 1337", "node_entropy_pool_size_bits 4096"])
        #expect(try tree.samples(of: "kernel_hung") == ["node_kernel_hung_tasks_total 42"])
        #expect(
            try tree.samples(of: "cgroups") == [
                #"node_cgroups_cgroups{subsys_name="cpu"} 172"#, #"node_cgroups_cgroups{subsys_name="rdma"} 1"#,
                #"node_cgroups_enabled{subsys_name="cpu"} 1"#, #"node_cgroups_enabled{subsys_name="rdma"} 0"#,
            ])
    }

    @Test(arguments: ["filefd", "entropy", "kernel_hung", "cgroups", "os", "processes", "vmstat", "buddyinfo"])
    func missingFilesFailTheirCollector(name: String) throws {
        #expect(throws: ProcFSError.self) { try HostTree().samples(of: name) }
    }

    @Test func osTellsTheDistribution() throws {
        let tree = try HostTree([
            "root/etc/os-release": "NAME=\"Foo \\\"x\\\"\"\nID=foo\nVERSION_ID=20.04.1\nSUPPORT_END=1970-01-02\n"
        ])
        #expect(
            try tree.samples(of: "os") == [
                #"node_os_info{build_id="",id="foo",id_like="",image_id="",image_version="",name="Foo \"x\"",pretty_name="","#
                    + #"variant="",variant_id="",version="",version_codename="",version_id="20.04.1"} 1"#,
                #"node_os_version{id="foo",id_like="",name="Foo \"x\""} 20.04"#,
                "node_os_support_end_timestamp_seconds 86400",
            ])
        try tree.write("ID=arch\n", to: "root/etc/os-release")
        #expect(try tree.samples(of: "os").count == 1)
    }

    @Test func processesCountTasksByState() throws {
        func stat(_ state: String, _ threads: Int) -> String {
            "1 (x) \(state) 0 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 \(threads) 0 100 4096 10 0\n"
        }
        let tree = try HostTree([
            "proc/1/stat": stat("S", 1), "proc/1/task/1/stat": stat("S", 1), "proc/2/stat": stat("I", 2),
            "proc/2/task/2/stat": stat("I", 2), "proc/2/task/3/stat": stat("R", 2), "proc/sys/kernel/pid_max": "123\n",
            "proc/sys/kernel/threads-max": "7801",
        ])
        #expect(
            try tree.samples(of: "processes") == [
                "node_processes_max_processes 123", "node_processes_max_threads 7801", "node_processes_pids 2",
                #"node_processes_state{state="I"} 1"#, #"node_processes_state{state="S"} 1"#, "node_processes_threads 3",
                #"node_processes_threads_state{thread_state="I"} 1"#, #"node_processes_threads_state{thread_state="R"} 1"#,
                #"node_processes_threads_state{thread_state="S"} 1"#,
            ])
    }

    @Test func selinuxIsOffWithoutItsFiles() throws {
        let tree = try HostTree(["root/etc/selinux/config": "SELINUX=permissive\n"])
        #expect(try tree.samples(of: "selinux") == ["node_selinux_enabled 0"])
        try tree.write("1", to: "sys/fs/selinux/enforce")
        #expect(
            try tree.samples(of: "selinux") == [
                "node_selinux_config_mode 0", "node_selinux_current_mode 1", "node_selinux_enabled 1",
            ])
    }

    @Test func timeNamesClocksByTheirPlace() throws {
        let tree = try HostTree([
            "sys/devices/system/clocksource/clocksource0/available_clocksource": "tsc hpet\n",
            "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
        ])
        let lines = try tree.samples(of: "time")
        #expect(
            Array(lines.prefix(3)) == [
                #"node_time_clocksource_available_info{clocksource="tsc",device="0"} 1"#,
                #"node_time_clocksource_available_info{clocksource="hpet",device="0"} 1"#,
                #"node_time_clocksource_current_info{clocksource="tsc",device="0"} 1"#,
            ])
        let seconds = try #require(Double(lines[3].dropFirst("node_time_seconds ".count)))
        #expect(abs(seconds - unixTimeNow()) < 60)
        #expect(lines[4].hasPrefix("node_time_zone_offset_seconds{time_zone=\""))
    }

    @Test func timexAsksThisKernel() throws {
        let lines = try HostTree().samples(of: "timex")
        #expect(lines.count == 17)
        let tick = try #require(lines.first { $0.hasPrefix("node_timex_tick_seconds ") })
        #expect(Double(tick.dropFirst("node_timex_tick_seconds ".count)).map { 0.009...0.011 ~= $0 } == true)
        #expect(lines.contains { $0 == "node_timex_sync_status 0" || $0 == "node_timex_sync_status 1" })
    }

    @Test func sysctlNamesValuesAsAsked() throws {
        let tree = try HostTree([
            "proc/sys/fs/file-nr": "1024\t0\t99\n", "proc/sys/kernel/threads-max": "7801\n",
            "proc/sys/kernel/seccomp/actions_avail": "kill trap\n",
        ])
        var settings = HostSettings()
        settings.sysctlNumbers = ["fs.file-nr", "fs.file-nr:total,current,max", "kernel.threads-max", "kernel.threads-max"]
        settings.sysctlText = ["kernel.seccomp.actions_avail", "kernel.threads-max"]
        #expect(
            try tree.samples(of: "sysctl", settings: settings) == [
                #"node_sysctl_fs_file_nr{index="0"} 1024"#, #"node_sysctl_fs_file_nr{index="1"} 0"#,
                #"node_sysctl_fs_file_nr{index="2"} 99"#, "node_sysctl_fs_file_nr_total 1024", "node_sysctl_fs_file_nr_current 0",
                "node_sysctl_fs_file_nr_max 99", "node_sysctl_kernel_threads_max 7801",
                #"node_sysctl_info{index="0",name="kernel.seccomp.actions_avail",value="kill"} 1"#,
                #"node_sysctl_info{index="1",name="kernel.seccomp.actions_avail",value="trap"} 1"#,
                #"node_sysctl_info{index="0",name="kernel.threads-max",value="7801"} 1"#,
            ])
    }

    @Test(arguments: ["fs.file-nr:a,b", "kernel.threads-max:a", "kernel.nothing"])
    func sysctlThatIsNotAsNamedFails(choice: String) throws {
        let tree = try HostTree(["proc/sys/fs/file-nr": "1024\t0\t99\n", "proc/sys/kernel/threads-max": "7801\n"])
        var settings = HostSettings()
        settings.sysctlNumbers = [choice]
        #expect(throws: (any Error).self) { try tree.samples(of: "sysctl", settings: settings) }
    }

    @Test(arguments: ["", ":a", "a:b,b"])
    func sysctlWithoutANameIsRefused(choice: String) {
        #expect(SysctlChoice(choice) == nil)
    }

    @Test(arguments: ["net.ipv4.conf.eth0-1.x": "net_ipv4_conf_eth0_1_x", "a_-b": "a_b", "é": "_"].map { ($0.key, $0.value) })
    func sysctlNamesBecomeMetricNames(parameter: String, name: String) {
        #expect(SysctlChoice(parameter)?.names == ["node_sysctl_\(name)"])
    }

    @Test func ownCgroupTellsUseAndTightestLimits() throws {
        let tree = try HostTree(["proc/self/cgroup": "0::/a/b\n"])
        try tree.write("30 25 0:26 / \(tree.path)/cg rw - cgroup2 cgroup2 rw\n", to: "proc/self/mountinfo")
        let line = "avg10=0.00 avg60=0.00 avg300=0.00 total=1500000"
        for (name, text) in [
            "cgroup.events": "populated 1\n", "memory.current": "4096\n", "memory.max": "max\n", "pids.current": "3\n",
            "cpu.stat": "user_usec 2500000\nsystem_usec 500000\nnr_periods 4\nnr_throttled 2\nthrottled_usec 250000\n",
            "memory.events": "low 0\noom_kill 1\n", "cpu.pressure": "some \(line)\nfull \(line)\n",
            "irq.pressure": "full \(line)\n",
        ] { try tree.write(text, to: "cg/a/b/\(name)") }
        try tree.write("8192\n", to: "cg/a/memory.max")
        try tree.write("50000 100000\n", to: "cg/a/cpu.max")
        try tree.write("100\n", to: "cg/a/pids.max")
        let prefix = "whatsapp_exporter_cgroup_"
        #expect(
            try tree.samples(of: "own_cgroup")
                == [
                    #"cpu_seconds_total{mode="system"} 0.5"#, #"cpu_seconds_total{mode="user"} 2.5"#, "cpu_periods_total 4",
                    "cpu_throttled_periods_total 2", "cpu_throttled_seconds_total 0.25", "cpu_limit_processors 0.5",
                    "memory_bytes 4096", "memory_limit_bytes 8192", #"memory_events_total{event="low"} 0"#,
                    #"memory_events_total{event="oom_kill"} 1"#, #"pressure_waiting_seconds_total{resource="cpu"} 1.5"#,
                    #"pressure_stalled_seconds_total{resource="cpu"} 1.5"#,
                    #"pressure_stalled_seconds_total{resource="irq"} 1.5"#,
                    "tasks 3", "tasks_limit 100",
                ].map { prefix + $0 })
    }

    @Test func ownCgroupIsSilentWithoutVersion2() throws {
        #expect(try HostTree(["proc/self/cgroup": "1:cpu:/a\n"]).samples(of: "own_cgroup").isEmpty)
        #expect(try HostTree().samples(of: "own_cgroup").isEmpty)
    }
}
