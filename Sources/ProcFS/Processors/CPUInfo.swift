package import Posix

/// What `cpuinfo` says of the processors that are online; what this architecture does not tell is empty.
package struct CPUInfo: Equatable, Sendable {
    /// In the order of their numbers.
    package private(set) var processors: [Processor] = []
    /// What the first can do, words with blanks between them.
    package private(set) var flags = ""
    /// Which faults of its kind the first has, in the same manner.
    package private(set) var bugs = ""

    /// One processor, a thread of a core.
    package struct Processor: Equatable, Sendable {
        /// The processor's number in the kernel.
        package let number: Int
        /// The socket it is in.
        package fileprivate(set) var package = ""
        /// The core of that package it is a thread of.
        package fileprivate(set) var core = ""
        /// Who made it, as it says itself.
        package fileprivate(set) var vendor = ""
        /// The maker's number for a line of designs.
        package fileprivate(set) var family = ""
        /// The maker's number for one design of the family.
        package fileprivate(set) var model = ""
        /// What it is sold as.
        package fileprivate(set) var modelName = ""
        /// Version of what its maker mends it with.
        package fileprivate(set) var microcode = ""
        /// The design's revision.
        package fileprivate(set) var stepping = ""
        /// Of its last cache, with the unit: `8192 KB`.
        package fileprivate(set) var cacheSize = ""
        /// How fast it runs now; `nil` where that is not known.
        package fileprivate(set) var megahertz: Double?

        init(number: Int) {
            self.number = number
        }
    }

    /// Lines of `<key><tabs>: <value>`, `processor` first for each of them. On Arm, `Features` has what elsewhere is in `flags`.
    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        while offset < bytes.count {
            let start = offset
            while !bytes.isLineEnd(offset), bytes[offset] != UInt8(ascii: ":") { offset += 1 }
            if !bytes.isLineEnd(offset) {
                var end = offset
                while end > start, bytes[end - 1] == tab || bytes[end - 1] == space { end -= 1 }
                offset += 1
                if !bytes.isLineEnd(offset), bytes[offset] == space { offset += 1 }
                try take(start..<end, valueAt: offset, bytes)
            }
            bytes.skipLine(&offset)
        }
        // Every architecture's file counts its processors.
        guard !processors.isEmpty else { throw Malformed(offset: 0) }
    }

    private mutating func take(_ key: Range<Int>, valueAt start: Int, _ bytes: Span<UInt8>) throws(Malformed) {
        if bytes.isText("processor", at: key) {
            var offset = start
            guard let number = Int(exactly: try bytes.decimal(&offset)), number > processors.last?.number ?? -1 else {
                throw Malformed(offset: key.lowerBound)
            }
            return processors.append(Processor(number: number))
        }
        let last = processors.count - 1
        // Before the first processor some architectures tell of the machine.
        guard last >= 0 else { return }
        func value() -> String {
            var end = start
            while !bytes.isLineEnd(end) { end += 1 }
            return bytes.string(at: start..<end)
        }
        if bytes.isText("vendor_id", at: key) {
            processors[last].vendor = value()
        } else if bytes.isText("cpu family", at: key) {
            processors[last].family = value()
        } else if bytes.isText("model", at: key) {
            processors[last].model = value()
        } else if bytes.isText("model name", at: key) {
            processors[last].modelName = value()
        } else if bytes.isText("stepping", at: key) {
            processors[last].stepping = value()
        } else if bytes.isText("microcode", at: key) {
            processors[last].microcode = value()
        } else if bytes.isText("cpu MHz", at: key) {
            var offset = start
            // `Unknown` when it has not been measured lately.
            processors[last].megahertz = try? bytes.decimalFraction(&offset)
        } else if bytes.isText("cache size", at: key) {
            processors[last].cacheSize = value()
        } else if bytes.isText("physical id", at: key) {
            processors[last].package = value()
        } else if bytes.isText("core id", at: key) {
            processors[last].core = value()
        } else if last == 0, bytes.isText("flags", at: key) || bytes.isText("Features", at: key) {
            flags = value()
        } else if last == 0, bytes.isText("bugs", at: key) {
            bugs = value()
        }
    }
}

extension ProcFS {
    /// Reads `cpuinfo` (kernel: arch/x86/kernel/cpu/proc.c, arch/arm64/kernel/cpuinfo.c).
    package func cpuInfo(with reader: inout FileReader) throws(ProcFSError) -> CPUInfo {
        try read("cpuinfo", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in try CPUInfo(parsing: bytes) }
    }
}
