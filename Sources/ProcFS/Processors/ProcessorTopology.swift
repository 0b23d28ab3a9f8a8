package import Posix

/// Which processors there are, and which of them counts how often its core and its package were slowed down to cool.
package struct ProcessorTopology: Equatable, Sendable {
    /// Those with a directory in sysfs, online or not, in the order of their names: 0, 1, 10, 2.
    package internal(set) var processors: [Int] = []
    /// Whether processors can be taken out; where the first cannot, the kernel's list says nothing of the others.
    package internal(set) var isHotPluggable = false
    /// Each core that counts.
    package internal(set) var cores: [Core] = []
    /// Each package that counts.
    package internal(set) var packages: [Package] = []

    /// That of no processor.
    package init() {}

    /// A processor's core; its threads share it.
    package struct Core: Equatable, Sendable {
        /// Its package.
        package let package: UInt64
        /// Its number in the package.
        package let number: UInt64
        /// The first of its threads that counts.
        package let processor: Int
    }

    /// What goes into one socket.
    package struct Package: Equatable, Sendable {
        /// Its number.
        package let number: UInt64
        /// The first of its processors that counts.
        package let processor: Int
    }
}

extension SysFS {
    /// What is counted when a processor is slowed down to cool.
    package enum Throttling: String, Sendable {
        /// Its core.
        case core = "core_throttle_count"
        /// All its package.
        case package = "package_throttle_count"
    }

    /// Reads `devices/system/cpu/cpu*/topology` (Documentation/admin-guide/cputopology.rst): two files and more for each processor.
    ///
    /// A processor that is offline has no place in a core while it is.
    /// - Throws: `.read` when the directory of processors is there and cannot be listed.
    package func processorTopology(with reader: inout FileReader) throws(ProcFSError) -> ProcessorTopology {
        struct CoreKey: Hashable {
            let package, core: UInt64
        }
        var topology = ProcessorTopology()
        var cores: Set<CoreKey> = []
        var packages: Set<UInt64> = []
        topology.processors = try processorNumbers()
        if let first = topology.processors.first {
            topology.isHotPluggable = textIfReadable("devices/system/cpu/cpu\(first)/online", with: &reader) != nil
        }
        for number in topology.processors {
            let directory = "devices/system/cpu/cpu\(number)/topology/"
            guard let package = count(directory + "physical_package_id", with: &reader),
                let core = count(directory + "core_id", with: &reader)
            else { continue }
            let key = CoreKey(package: package, core: core)
            if !cores.contains(key), throttles(.core, of: number, with: &reader) != nil {
                cores.insert(key)
                topology.cores.append(.init(package: package, number: core, processor: number))
            }
            if !packages.contains(package), throttles(.package, of: number, with: &reader) != nil {
                packages.insert(package)
                topology.packages.append(.init(number: package, processor: number))
            }
        }
        return topology
    }

    /// Reads `devices/system/cpu/cpu*/thermal_throttle`; `nil` where this processor does not count.
    package func throttles(_ what: Throttling, of processor: Int, with reader: inout FileReader) -> UInt64? {
        count("devices/system/cpu/cpu\(processor)/thermal_throttle/\(what.rawValue)", with: &reader)
    }

    private func count(_ path: String, with reader: inout FileReader) -> UInt64? {
        integerIfReadable(path, with: &reader).flatMap { UInt64(exactly: $0) }
    }
}
