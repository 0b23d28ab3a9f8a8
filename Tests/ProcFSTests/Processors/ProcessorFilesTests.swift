import Testing

@testable import ProcFS

/// The values each parser finds in each file.
@Suite struct ProcessorFilesTests {
    @Test func cpuInfoTellsWhatEachProcessorIs() throws {
        let info = try parse(ProcessorText.cpuInfo) { (bytes) throws(Malformed) in try CPUInfo(parsing: bytes) }
        #expect(info.processors.map(\.number) == [0, 2])
        let first = info.processors[0]
        #expect([first.package, first.core, first.vendor, first.family] == ["0", "0", "GenuineExample", "6"])
        #expect([first.model, first.modelName, first.stepping] == ["85", "Example(R) CPU @ 2.10GHz", "7"])
        #expect([first.microcode, first.cacheSize] == ["0x5003604", "28160 KB"])
        #expect(first.megahertz == 2100.042)
        #expect(info.processors[1].core == "1")
        #expect(info.processors[1].modelName.isEmpty)
        #expect(info.processors[1].megahertz == nil)
    }

    @Test func cpuInfoTakesFlagsAndBugsOfFirstProcessor() throws {
        let info = try parse(ProcessorText.cpuInfo) { (bytes) throws(Malformed) in try CPUInfo(parsing: bytes) }
        #expect(info.flags == "fpu vme avx avx2 aes")
        #expect(info.bugs == "spectre_v1 mds")
    }

    @Test func cpuInfoOfArmHasFeatures() throws {
        let text =
            "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd\nCPU part\t: 0xd0c\n\nprocessor\t: 1\nFeatures\t: fp\n"
        let info = try parse(text) { (bytes) throws(Malformed) in try CPUInfo(parsing: bytes) }
        #expect(info.processors.count == 2)
        #expect(info.flags == "fp asimd")
        #expect(info.processors[0].vendor.isEmpty)
    }

    @Test(arguments: [
        "", "\n", "vendor_id : x\n", "processor : x\n", "processor :\n", "processor : 1\nprocessor : 1\n",
        "processor : 2\nprocessor : 1\n",
        "processor : 18446744073709551615\n",
    ])
    func cpuInfoThatMakesNoSenseIsRefused(text: String) {
        #expect(throws: Malformed.self) { try parse(text) { (bytes) throws(Malformed) in _ = try CPUInfo(parsing: bytes) } }
    }

    @Test func interruptsTellNumberedSourcesFromNamedOnes() throws {
        let interrupts = try parse(ProcessorText.interrupts) { (bytes) throws(Malformed) in try Interrupts(parsing: bytes) }
        #expect(interrupts.processors == [0, 2, 3])
        #expect(
            interrupts.sources == [
                .init(name: "0", info: "IO-APIC", devices: "2-edge timer"),
                .init(name: "16", info: "IR-IO-APIC", devices: "16-fasteoi ehci_hcd:usb1, mmc0"),
                .init(name: "131", info: "PCI-MSI", devices: ""),
                .init(name: "NMI", info: "Non-maskable interrupts", devices: ""),
                .init(name: "IPI0", info: "Rescheduling interrupts", devices: ""),
            ])
        #expect(interrupts.counts(ofSource: 0) == [18, 0, 7])
        #expect(interrupts.counts(ofSource: 2) == [4_294_967_296, 0, 0])
        #expect(interrupts.counts(ofSource: 4) == [1, 2, 3])
    }

    @Test func interruptsOfOneProcessorLeaveTotalsOut() throws {
        let text = "           CPU0\n  8:          1  XT-PIC      rtc0\nFIQ:              usb_fiq\nERR:          0\n"
        let interrupts = try parse(text) { (bytes) throws(Malformed) in try Interrupts(parsing: bytes) }
        #expect(interrupts.sources == [.init(name: "8", info: "XT-PIC", devices: "rtc0")])
    }

    @Test(arguments: [
        "", "\n", "CPU0 CPU0\n", "CPU1 CPU0\n", "CPU\n", "0\n", "CPU0\n1\n", "CPU0\n: 1 a\n", "CPU0\n1: x a\n",
        "CPU0\n1: 1 a\n1: 1 a\n",
        "CPU0 CPU1\n1: 1 a b\n", "CPU0\n1: 18446744073709551616 a\n",
    ])
    func interruptsThatMakeNoSenseAreRefused(text: String) {
        #expect(throws: Malformed.self) { try parse(text) { (bytes) throws(Malformed) in _ = try Interrupts(parsing: bytes) } }
    }

    @Test func softIRQsHaveKnownKindsOnly() throws {
        let work = try parse(ProcessorText.softIRQs) { (bytes) throws(Malformed) in try SoftIRQs(parsing: bytes) }
        #expect(work.processors == [0, 1, 2, 3])
        #expect(work.kinds.map(\.name) == ["HI", "TIMER", "IRQ_POLL", "RCU"])
        #expect(work.kinds[1].counts == [424191, 108342, 3, 4])
    }

    @Test(arguments: ["", "CPU0\nHI\n", "CPU0 CPU1\nHI: 1\n", "CPU0\nHI: 1\nHI: 1\n", "CPU0\nHI: -1\n"])
    func softIRQsThatMakeNoSenseAreRefused(text: String) {
        #expect(throws: Malformed.self) { try parse(text) { (bytes) throws(Malformed) in _ = try SoftIRQs(parsing: bytes) } }
    }

    @Test func schedStatGivesLastThreeColumns() throws {
        let processors = try parse(ProcessorText.schedStat, SchedStat.parse)
        #expect(
            processors == [
                SchedStat(
                    processor: 0, runningNanoseconds: 2_045_936_778_163_039, waitingNanoseconds: 343_796_328_169_361,
                    timeslices: 4_767_485_306),
                SchedStat(processor: 2, runningNanoseconds: 7, waitingNanoseconds: 8, timeslices: 9),
            ])
        #expect(try parse("version 15\n", SchedStat.parse).isEmpty)
    }

    @Test(arguments: [
        "cpu0 0 0 0 0 0 0 1 2\n", "cpu0\n", "cpux 0 0 0 0 0 0 1 2 3\n", "cpu0 0 0 0 0 0 0 1 2 3\ncpu0 0 0 0 0 0 0 1 2 3\n",
    ])
    func schedStatThatMakesNoSenseIsRefused(text: String) {
        #expect(throws: Malformed.self) { _ = try parse(text, SchedStat.parse) }
    }

    @Test func statWithProcessorTwiceIsRefused() {
        let text = "cpu1 1 1 1 1 1 1 1\ncpu1 1 1 1 1 1 1 1\nintr 1\nctxt 1\nbtime 1\nprocesses 1\n"
        #expect(throws: Malformed.self) { try parse(text) { (bytes) throws(Malformed) in _ = try KernelStat(parsing: bytes) } }
    }

    @Test(
        arguments: [
            ("\n", []), ("", []), ("0\n", [0...0]), ("0-3\n", [0...3]), ("1,3-5,9\n", [1...1, 3...5, 9...9]),
            ("0-255", [0...255]),
        ] as [(String, [ClosedRange<Int>])])
    func listOfProcessorsIsRanges(text: String, ranges: [ClosedRange<Int>]) throws {
        let list = try ProcessorList(parsing: Array(text.utf8).span)
        #expect(list.ranges == ranges)
        #expect(Array(list.numbers) == ranges.flatMap { Array($0) })
    }

    @Test(arguments: [
        "x\n", "1-\n", "-1\n", "3-1\n", "1 2\n", "1,1\n", "2,1\n", "0-65536\n", "0-18446744073709551615\n",
        "0-99999999999999999999\n",
    ])
    func listOfProcessorsThatMakesNoSenseIsRefused(text: String) {
        #expect(throws: Malformed.self) { try ProcessorList(parsing: Array(text.utf8).span) }
    }
}
