import Posix
import Testing
import Wire

@testable import ProcFS

/// The values each parser finds in each fixture.
@Suite struct KernelFilesTests {
    @Test func statGivesEveryColumn() throws {
        var reader = FileReader()
        let stat = try Fixture.linux618.procfs.stat(with: &reader)
        #expect(stat.processors.map(\.number) == [0, 1])
        let last = try #require(stat.processors.last)
        #expect([last.user, last.nice, last.system, last.idle, last.ioWait] == [11281, 111, 2806, 114989, 521])
        #expect([last.irq, last.softIRQ, last.steal, last.guest, last.guestNice] == [0, 101, 16, 6, 1])
        #expect(stat.interrupts > 200_000)
        #expect(stat.contextSwitches == 364_380)
        #expect(stat.bootTimeSeconds == 1_795_306_731)
        #expect(stat.forks == 7827)
        #expect(stat.runningTasks == 3)
        #expect(stat.blockedTasks == 2)
        #expect(stat.softIRQs == [1, 20365, 4, 18918, 12201, 5, 6, 32074, 7, 32731])
    }

    @Test func statOfOldKernelHasNoLateColumns() throws {
        var reader = FileReader()
        let stat = try Fixture.linux2632.procfs.stat(with: &reader)
        #expect(stat.processors.map(\.guest) == [5, 4])
        #expect(stat.processors.map(\.guestNice) == [0, 0])
        #expect(stat.softIRQs == nil)
    }

    @Test func statKeepsNumbersOfProcessorsAroundOfflineOnes() throws {
        var reader = FileReader()
        #expect(try Fixture.container.procfs.stat(with: &reader).processors.map(\.number) == [1, 12])
    }

    @Test(arguments: [
        "", "cpu 1 2 3\n", "cpu0 1 2 3 4 5 6 7\nintr 1\nctxt 1\nbtime 1\n", "cpux 1 2 3 4 5 6 7\n", "cpu0 1 2 3 4 5 6\n",
    ])
    func statWithoutItsLinesIsRefused(text: String) {
        #expect(throws: Malformed.self) { _ = try parse(text) { (bytes) throws(Malformed) in try KernelStat(parsing: bytes) } }
    }

    @Test func memInfoScalesSizesAndNotCounts() throws {
        var reader = FileReader()
        let info = try Fixture.linux618.procfs.memInfo(with: &reader)
        #expect(info["MemTotal"] == 24_684_092 * 1024)
        #expect(info["Inactive(file)"] == 178_612 * 1024)
        #expect(info["Hugepagesize"] == 2048 * 1024)
        #expect(info["VmallocTotal"] == 34_359_738_367 * 1024)
        let free = try #require(info["HugePages_Free"])
        #expect(free < 100)
        #expect(info["CmaTotal"] == nil)
        let old = try Fixture.linux2632.procfs.memInfo(with: &reader)
        #expect(old["MemTotal"] == 3_831_959_552)
        #expect(old["MemAvailable"] == nil)
    }

    @Test(arguments: ["", "MemFree: 1 kB\n", "MemTotal: 18446744073709551615 kB\n", "MemTotal 1 kB\n", "MemTotal: kB\n"])
    func memInfoThatMakesNoSenseIsRefused(text: String) {
        #expect(throws: Malformed.self) { _ = try parse(text, MemInfo.parse) }
    }

    @Test func netDevGivesEveryColumn() throws {
        var reader = FileReader()
        let devices = try Fixture.linux618.procfs.netDev(with: &reader)
        #expect(devices.map(\.name) == ["lo", "eth0", "wwp0s20f0u3i12"])
        let receive = devices[1].receive
        #expect([receive.bytes, receive.packets, receive.errors, receive.drop] == [589_263_665, 14863, 1, 2])
        #expect([receive.fifo, receive.frame, receive.compressed, receive.multicast] == [3, 4, 5, 6])
        let transmit = devices[1].transmit
        #expect([transmit.bytes, transmit.packets, transmit.errors, transmit.drop] == [940_253, 8602, 7, 8])
        #expect([transmit.fifo, transmit.collisions, transmit.carrier, transmit.compressed] == [9, 10, 11, 12])
        #expect(devices[2].receive.bytes == .max)
    }

    @Test func netDevAcceptsNumberGluedToName() throws {
        var reader = FileReader()
        let devices = try Fixture.linux2632.procfs.netDev(with: &reader)
        #expect(devices.map(\.receive.bytes) == [435_303_245, 68_210_035_552])
        #expect(try Fixture.container.procfs.netDev(with: &reader).isEmpty)
    }

    @Test func loadAverageAndUptime() throws {
        var reader = FileReader()
        let load = try Fixture.linux618.procfs.loadAverage(with: &reader)
        #expect(load.oneMinute == 0.09)
        #expect(load.fiveMinutes == 1.22)
        #expect(load.fifteenMinutes == 12.13)
        let uptime = try Fixture.linux618.procfs.uptime(with: &reader)
        #expect(uptime.upSeconds == 715.54)
        #expect(uptime.idleSeconds == 1232.57)
    }

    @Test func pressureGivesBothLines() throws {
        var reader = FileReader()
        let io = try #require(try Fixture.linux618.procfs.pressure(.io, with: &reader))
        #expect(io.some == .init(average10: 0.11, average60: 0.61, average300: 0.37, totalMicroseconds: 3_006_300))
        #expect(io.full == .init(average10: 0.11, average60: 0.59, average300: 0.34, totalMicroseconds: 2_756_929))
        let irq = try #require(try Fixture.linux618.procfs.pressure(.irq, with: &reader))
        #expect(irq.some == nil)
        #expect(irq.full?.totalMicroseconds == 123_456)
        #expect(try Fixture.singleCPU.procfs.pressure(.cpu, with: &reader)?.full == nil)
        #expect(try Fixture.linux2632.procfs.pressure(.cpu, with: &reader) == nil)
    }

    @Test func defaultRoutesComeByMetric() throws {
        var reader = FileReader()
        let procfs = Fixture.linux618.procfs
        #expect(
            try procfs.defaultRoutes4(with: &reader) == [
                DefaultRoute(interface: "eth0", gateway: .v4(0xc000_0201), metric: 100),
                DefaultRoute(interface: "wwan0", gateway: nil, metric: 700),
            ])
        #expect(
            try procfs.defaultRoutes6(with: &reader) == [
                DefaultRoute(interface: "eth0", gateway: IPAddress("fd00::1"), metric: 1024)
            ])
        #expect(try Fixture.container.procfs.defaultRoutes4(with: &reader).isEmpty)
        #expect(try Fixture.container.procfs.defaultRoutes6(with: &reader).isEmpty)
        #expect(try Fixture.singleCPU.procfs.defaultRoutes6(with: &reader).isEmpty)
    }

    @Test func arpTellsWhoAnswered() throws {
        var reader = FileReader()
        let entries = try Fixture.linux618.procfs.arp(with: &reader)
        #expect(
            entries == [
                ARPEntry(address: .v4(0xc000_0201), flags: 2, hardwareAddress: "02:fc:00:00:00:05", device: "eth0"),
                ARPEntry(address: .v4(0xc000_024d), flags: 0, hardwareAddress: "00:00:00:00:00:00", device: "eth0"),
            ])
        #expect(entries.map(\.isComplete) == [true, false])
    }

    @Test func processStatPassesOverParenthesesInName() throws {
        var reader = FileReader()
        let stat = try Fixture.linux618.procfs.processStat(with: &reader)
        #expect([stat.userTicks, stat.systemTicks, stat.threads] == [1234, 567, 5])
        #expect([stat.startTicks, stat.virtualMemoryBytes, stat.residentPages] == [71553, 29_982_720, 3910])
    }

    @Test func processStatusAndDescriptors() throws {
        var reader = FileReader()
        let status = try Fixture.linux618.procfs.processStatus(with: &reader)
        #expect(status["VmRSS"] == 15640 * 1024)
        #expect(status["Threads"] == 5)
        // The fixture's directory has 0 to 3, of which one stands for the descriptor that lists it.
        #expect(try Fixture.linux618.procfs.openDescriptors() == 3)
    }

    @Test func fileHandles() throws {
        var reader = FileReader()
        #expect(try Fixture.linux618.procfs.fileHandles(with: &reader).maximum == 2_466_177)
        #expect(try Fixture.linux618.procfs.fileHandles(with: &reader).allocated == 521)
    }
}
