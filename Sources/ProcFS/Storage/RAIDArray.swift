package import Posix

/// One software RAID array, as the kernel's md driver tells of it.
package struct RAIDArray: Equatable, Sendable {
    /// Such as `md0`.
    package let name: String
    /// What it does, or else is.
    package let state: State
    /// Disks in use, disks it should have, disks said to be faulty, and disks that stand by.
    package let activeDisks, requiredDisks, failedDisks, spareDisks: Int
    /// Blocks of 1024 bytes it holds, and those the work under way has done: all when there is none, none while it waits.
    package let blocks, syncedBlocks: UInt64

    /// What an array does, or else is.
    package enum State: Equatable, Sendable {
        case active, inactive, broken
        case recovering, resyncing, checking, reshaping
    }

    /// A line of what the kernel can do, then for each array some lines of which only the first begins at the margin, then
    /// `unused devices`.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [RAIDArray] {
        var arrays: [RAIDArray] = []
        var offset = 0
        while offset < bytes.count {
            if bytes.isLineEnd(offset) || bytes[offset] == space || bytes.isText("Personalities", startingAt: offset)
                || bytes.isText("unused devices", startingAt: offset)
            {
                bytes.skipLine(&offset)
            } else {
                arrays.append(try RAIDArray(parsing: bytes, &offset))
            }
        }
        return arrays
    }
}

extension RAIDArray {
    /// From the line at the margin to the one before the next.
    fileprivate init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        let start = offset
        let name = bytes.word(&offset)
        guard bytes.isText(":", at: bytes.word(&offset)) else { throw Malformed(offset: start) }
        let members = try Members(parsing: bytes, &offset)
        bytes.skipLine(&offset)
        let size = offset
        let blocks = try bytes.decimal(&offset)
        guard bytes.isText("blocks", at: bytes.word(&offset)) else { throw Malformed(offset: size) }
        self.name = bytes.string(at: name)
        self.blocks = blocks
        failedDisks = members.failed
        spareDisks = members.spare
        if members.isStriped {
            activeDisks = members.count
            requiredDisks = members.count
        } else if members.state == .inactive {
            activeDisks = 0
            requiredDisks = 0
        } else {
            (requiredDisks, activeDisks) = try bytes.health(&offset)
        }
        bytes.skipLine(&offset)
        var work: (State, UInt64)?
        while offset < bytes.count, !bytes.isLineEnd(offset), bytes[offset] <= space {
            if let found = try bytes.work(&offset) { work = found }
            bytes.skipLine(&offset)
        }
        state = work?.0 ?? members.state
        syncedBlocks = work?.1 ?? blocks
    }

    /// The rest of an array's first line: `active raid1 sdb1[1] sda1[0](F)`, with `(read-only)` or the like after the first word.
    private struct Members {
        let state: State
        /// Whether each disk holds a part of its own, so that none can be missing.
        private(set) var isStriped = false
        private(set) var count = 0
        private(set) var failed = 0
        private(set) var spare = 0

        init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
            let word = bytes.word(&offset)
            if bytes.isText("active", at: word) {
                state = .active
            } else if bytes.isText("inactive", at: word) {
                state = .inactive
            } else if bytes.isText("broken", at: word) {
                state = .broken
            } else {
                throw Malformed(offset: word.lowerBound)
            }
            while true {
                let word = bytes.word(&offset)
                if word.isEmpty { break }
                if bytes.isText("raid0", at: word) || bytes.isText("linear", at: word) { isStriped = true }
                for index in word where bytes[index] == UInt8(ascii: "[") { count += 1 }
                if bytes.find("(F)", in: word) != nil { failed += 1 }
                if bytes.find("(S)", in: word) != nil { spare += 1 }
            }
        }
    }
}

extension Span where Element == UInt8 {
    /// Where `text` begins within the range.
    fileprivate func find(_ text: String, in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index + text.utf8.count <= range.upperBound {
            if isText(text, startingAt: index) { return index }
            index += 1
        }
        return nil
    }

    private func restOfLine(_ offset: Int) -> Range<Int> {
        var end = offset
        while !isLineEnd(end) { end += 1 }
        return offset..<end
    }

    /// The numbers of `[2/1]` in the rest of the line, which `[U_]` or the like follows: disks wanted, and there.
    fileprivate func health(_ offset: inout Int) throws(Malformed) -> (required: Int, active: Int) {
        let start = offset
        while true {
            let word = word(&offset)
            guard !word.isEmpty else { throw Malformed(offset: start) }
            guard self[word.lowerBound] == UInt8(ascii: "[") else { continue }
            if let (required, active) = try? pair(word.lowerBound + 1, before: "]") {
                return (Int(clamping: required), Int(clamping: active))
            }
        }
    }

    /// The work the line tells of, such as `recovery = 8.5% (16775552/195310144) finish=17.0min`, and how far it has come; 0 for
    /// `resync=DELAYED` and the like.
    fileprivate func work(_ offset: inout Int) throws(Malformed) -> (RAIDArray.State, UInt64)? {
        let line = restOfLine(offset)
        let kinds: [(String, RAIDArray.State)] = [
            ("recovery", .recovering), ("reshape", .reshaping), ("resync", .resyncing), ("check", .checking),
        ]
        guard let (_, state) = kinds.first(where: { find($0.0, in: line) != nil }) else { return nil }
        guard let place = find("% (", in: line) else { return (state, 0) }
        return (state, try pair(place + 3, before: ")").0)
    }

    /// Two numbers with a slash between them.
    private func pair(_ start: Int, before mark: Unicode.Scalar) throws(Malformed) -> (UInt64, UInt64) {
        var offset = start
        let first = try digits(&offset)
        guard offset < count, self[offset] == UInt8(ascii: "/") else { throw Malformed(offset: start) }
        offset += 1
        let second = try digits(&offset)
        guard offset < count, self[offset] == UInt8(ascii: mark) else { throw Malformed(offset: start) }
        return (first, second)
    }
}

extension ProcFS {
    /// Reads `mdstat` (kernel: drivers/md/md.c), in the kernel's order.
    ///
    /// - Throws: `.read(ENOENT)` where the kernel has no md driver.
    package func raidArrays(with reader: inout FileReader) throws(ProcFSError) -> [RAIDArray] {
        try read("mdstat", with: &reader) { (bytes) throws(Malformed) in try RAIDArray.parse(bytes) }
    }
}
