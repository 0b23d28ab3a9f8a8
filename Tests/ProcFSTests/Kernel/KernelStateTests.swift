import Posix
import Testing

@testable import ProcFS

/// Small files of the kernel's state.
@Suite struct KernelStateTests {
    private static let tree: [String: String] = [
        "proc/sys/kernel/random/entropy_avail": "256\n", "proc/sys/kernel/random/poolsize": "4096\n",
        "proc/sys/kernel/hung_task_detect_count": "42\n", "proc/sys/fs/file-nr": "1024\t0\t1631329\n",
        "proc/sys/kernel/words": "kill  trap\n-1\n", "proc/sys/kernel/blank": "\n",
        "proc/sys/kernel/low": "-9223372036854775808\n",
        "proc/cgroups": "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t5\t172\t1\nrdma\t0\t1\t0\n",
        "sys/devices/system/clocksource/clocksource0/available_clocksource": "tsc hpet acpi_pm \n",
        "sys/devices/system/clocksource/clocksource0/current_clocksource": "tsc\n",
        "sys/devices/system/clocksource/power/async": "disabled\n",
    ]

    @Test func entropyAndHungTasks() throws {
        let tree = try TemporaryTree(Self.tree)
        let procfs = ProcFS(root: "\(tree.root)/proc")
        var reader = FileReader()
        #expect(try procfs.entropy(with: &reader) == Entropy(availableBits: 256, poolSizeBits: 4096))
        #expect(try procfs.hungTasks(with: &reader) == 42)
        try tree.remove("proc/sys/kernel/hung_task_detect_count")
        #expect(throws: ProcFSError.read(path: "\(tree.root)/proc/sys/kernel/hung_task_detect_count", Errno(2))) {
            try procfs.hungTasks(with: &reader)
        }
    }

    @Test func parametersAreWordsOrNumbers() throws {
        let tree = try TemporaryTree(Self.tree)
        let procfs = ProcFS(root: "\(tree.root)/proc")
        var reader = FileReader()
        #expect(try procfs.sysctlWords("kernel.words", with: &reader) == ["kill", "trap", "-1"])
        #expect(try procfs.sysctlWords("kernel.blank", with: &reader) == [])
        #expect(try procfs.sysctlNumbers("fs.file-nr", with: &reader) == [1024, 0, 1_631_329])
        #expect(try procfs.sysctlNumbers("kernel.low", with: &reader) == [.min])
        #expect(throws: ProcFSError.malformed(path: "\(tree.root)/proc/sys/kernel/words", line: 1, text: "kill  trap")) {
            try procfs.sysctlNumbers("kernel.words", with: &reader)
        }
    }

    @Test func controllersAreListed() throws {
        let tree = try TemporaryTree(Self.tree)
        var reader = FileReader()
        #expect(
            try ProcFS(root: "\(tree.root)/proc").controllers(with: &reader) == [
                Controller(name: "cpu", groups: 172, isEnabled: true), Controller(name: "rdma", groups: 1, isEnabled: false),
            ])
        for text in ["cpu 5\n", "cpu 5 x 1\n", "\n"] {
            #expect(throws: Malformed.self) { try parse(text, Controller.parse) }
        }
    }

    @Test func clockSourcesAreListed() throws {
        let tree = try TemporaryTree(Self.tree)
        let sysfs = SysFS(root: "\(tree.root)/sys")
        var reader = FileReader()
        #expect(try sysfs.clockSourceNames() == ["clocksource0"])
        #expect(
            try sysfs.clockSource("clocksource0", with: &reader)
                == ClockSource(available: ["tsc", "hpet", "acpi_pm"], current: "tsc"))
        #expect(try SysFS(root: "\(tree.root)/nowhere").clockSourceNames().isEmpty)
        try tree.remove("sys/devices/system/clocksource/clocksource0/current_clocksource")
        #expect(throws: ProcFSError.self) { try sysfs.clockSource("clocksource0", with: &reader) }
    }

    @Test(
        arguments: [
            ("1", "# x\nSELINUX=permissive\nSELINUXTYPE=targeted\n", SELinux(current: .enforcing, configured: .permissive)),
            ("0", "SELINUX=enforcing\n", SELinux(current: .permissive, configured: .enforcing)),
            ("1", nil, SELinux(current: .enforcing, configured: .disabled)), (nil, "SELINUX=enforcing\n", nil),
        ] as [(String?, String?, SELinux?)])
    func selinuxIsOnWhereItsFileSystemIs(enforce: String?, config: String?, expected: SELinux?) throws {
        let tree = try TemporaryTree()
        if let enforce { try tree.write(enforce, to: "sys/fs/selinux/enforce") }
        if let config { try tree.write(config, to: "etc/selinux/config") }
        var reader = FileReader()
        #expect(try SELinux(sysfs: SysFS(root: "\(tree.root)/sys"), root: tree.root, with: &reader) == expected)
    }

    @Test func thisKernelsFilesAreRead() throws {
        var reader = FileReader()
        #expect(try ProcFS().entropy(with: &reader).poolSizeBits > 0)
        #expect(try ProcFS().sysctlNumbers("fs.file-nr", with: &reader).count == 3)
        _ = try ProcFS().controllers(with: &reader)
        for name in try SysFS().clockSourceNames() { _ = try SysFS().clockSource(name, with: &reader) }
    }
}
