package import Posix

/// How fast a processor runs and may run; what its driver does not tell is `nil`.
package struct ProcessorFrequency: Equatable, Sendable {
    /// As measured by the hardware, in kHz; for root only.
    package let currentKilohertz: UInt64?
    /// As measured over the last while, in kHz.
    package let averageKilohertz: UInt64?
    /// What the hardware can, in kHz.
    package let minimumKilohertz, maximumKilohertz: UInt64?
    /// What the kernel believes it set, in kHz.
    package let scalingKilohertz: UInt64?
    /// What the kernel may set, in kHz.
    package let scalingMinimumKilohertz, scalingMaximumKilohertz: UInt64?
    /// Who chooses the frequency now.
    package let governor: String
    /// All who could, a blank between two; may be empty.
    package let governors: String
}

extension SysFS {
    /// Reads `devices/system/cpu/cpu*/cpufreq` (Documentation/admin-guide/pm/cpufreq.rst) of one processor; `nil` without a driver.
    ///
    /// Takes a kernel before 5.18 about 10 ms on Intel and AMD, when it has not measured the processor within the last second: see
    /// ``ProcFS/measureFrequencies(with:)``.
    package func frequency(ofProcessor number: Int, with reader: inout FileReader) -> ProcessorFrequency? {
        let directory = "devices/system/cpu/cpu\(number)/cpufreq/"
        guard let governor = textIfReadable(directory + "scaling_governor", with: &reader) else { return nil }
        func kilohertz(_ file: String) -> UInt64? {
            // `<unknown>` when the driver cannot tell.
            integerIfReadable(directory + file, with: &reader).flatMap { UInt64(exactly: $0) }
        }
        return ProcessorFrequency(
            currentKilohertz: kilohertz("cpuinfo_cur_freq"), averageKilohertz: kilohertz("cpuinfo_avg_freq"),
            minimumKilohertz: kilohertz("cpuinfo_min_freq"), maximumKilohertz: kilohertz("cpuinfo_max_freq"),
            scalingKilohertz: kilohertz("scaling_cur_freq"), scalingMinimumKilohertz: kilohertz("scaling_min_freq"),
            scalingMaximumKilohertz: kilohertz("scaling_max_freq"), governor: governor,
            governors: textIfReadable(directory + "scaling_available_governors", with: &reader) ?? "")
    }

    /// The processors not offline, in the order of their names: 0, 1, 10, 2.
    ///
    /// - Throws: `.read`, with `ENOENT` where the kernel has no list of those that are.
    package func processorsNotOffline(with reader: inout FileReader) throws(ProcFSError) -> [Int] {
        let offline = try processors(.offline, with: &reader)
        return try processorNumbers().filter { !offline.contains($0) }
    }
}

extension ProcFS {
    /// Has a kernel before 5.18 measure all processors at once, in 10 ms (arch/x86/kernel/cpu/aperfmperf.c); later ones do it by themselves.
    package func measureFrequencies(with reader: inout FileReader) {
        // To open the file is what does it.
        try? reader.read("\(root)/cpuinfo", limit: 0)
    }
}
