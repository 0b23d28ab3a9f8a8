import Glibc
package import Posix

/// A control group of version 2 and those it lies in (kernel: Documentation/admin-guide/cgroup-v2.rst).
package struct ControlGroup: Equatable, Sendable {
    /// Its directory, then that of each group around it as far as they can be seen.
    package let directories: [String]

    /// Makes the list from `directory` up to `top`, which contains it.
    init(_ directory: String, upTo top: String) {
        var directories = [directory]
        var path = directory[...]
        while path.utf8.count > top.utf8.count, let slash = path.lastIndex(of: "/") {
            path = path[..<slash]
            directories.append(String(path))
        }
        self.directories = directories
    }
}

extension ProcFS {
    /// The group our own process is in, from `self/cgroup` and `self/mountinfo` (man 7 cgroups).
    ///
    /// `nil` where version 2 is not mounted, where our group cannot be seen from our mount namespace, and where it is the
    /// whole host's: there its use is the host's own.
    package func ownControlGroup(with reader: inout FileReader) throws(ProcFSError) -> ControlGroup? {
        let path = try readIfPresent("self/cgroup", with: &reader) { (bytes) throws(Malformed) in
            ControlGroup.unifiedPath(in: bytes)
        }
        guard let path, let path else { return nil }
        let mount = try read("self/mountinfo", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in
            ControlGroup.unifiedMount(in: bytes)
        }
        guard let mount, let below = path.below(mount.root) else { return nil }
        let group = ControlGroup(mount.point + below, upTo: mount.point)
        // The host's own group has no such file.
        return FileStamp(of: "\(group.directories[0])/cgroup.events") == nil ? nil : group
    }
}

extension ControlGroup {
    /// The path of the line `0::<path>`.
    static func unifiedPath(in bytes: Span<UInt8>) -> String? {
        var offset = 0
        while offset < bytes.count {
            if bytes.isText("0::/", startingAt: offset) {
                let start = offset + 3
                while !bytes.isLineEnd(offset) { offset += 1 }
                return bytes.string(at: start..<offset)
            }
            bytes.skipLine(&offset)
        }
        return nil
    }

    /// The first file system of type `cgroup2`: which of its directories is mounted, and where.
    static func unifiedMount(in bytes: Span<UInt8>) -> (root: String, point: String)? {
        var offset = 0
        while offset < bytes.count {
            var words: [Range<Int>] = []
            while !bytes.isLineEnd(offset) {
                words.append(bytes.word(&offset))
                bytes.skipBlanks(&offset)
            }
            // Optional fields end with a hyphen (man 5 proc_pid_mountinfo).
            if let hyphen = words.dropFirst(6).firstIndex(where: { bytes.isText("-", at: $0) }), hyphen + 1 < words.count,
                bytes.isText("cgroup2", at: words[hyphen + 1])
            {
                return (bytes.unescaped(words[3]), bytes.unescaped(words[4]))
            }
            bytes.skipLine(&offset)
        }
        return nil
    }
}

extension String {
    /// What follows `root` in the path, empty or with a slash before it; `nil` for a path elsewhere.
    fileprivate func below(_ root: String) -> String? {
        if root == "/" { return self == "/" ? "" : self }
        guard hasPrefix(root) else { return nil }
        let rest = dropFirst(root.count)
        return rest.isEmpty || rest.first == "/" ? String(rest) : nil
    }
}

extension Span where Element == UInt8 {
    /// The word with blanks and backslashes in it, which the kernel writes as `\` and three octal digits.
    fileprivate func unescaped(_ word: Range<Int>) -> String {
        var bytes: [UInt8] = []
        var index = word.lowerBound
        while index < word.upperBound {
            let byte = self[index]
            if byte == UInt8(ascii: "\\"), index + 3 < word.upperBound,
                let code = UInt8(string(at: index + 1..<index + 4), radix: 8)
            {
                bytes.append(code)
                index += 4
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
