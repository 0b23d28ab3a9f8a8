/// One mounted file system, as the processes of a mount namespace see it.
package struct MountInfo: Hashable, Sendable {
    /// Number of the device its files are on.
    package let major, minor: UInt32
    /// Where it is mounted: a path's own bytes, which need not be UTF-8.
    package let mountPoint: [UInt8]
    /// Whether nothing can be written there: by the mount, by the file system, or since an error.
    package let isReadOnly: Bool
    /// Such as `ext4`, or `fuse.` and a program's name.
    package let type: String
    /// What is mounted, in the kernel's spelling: a space in it is `\040`. Empty for some.
    package let source: String

    /// A line: `36 35 98:0 /root /mount/point rw,noatime shared:1 - ext3 /dev/root rw,errors=continue`, where any number of fields
    /// may stand before the dash (proc_pid_mountinfo(5)). Its end is left to the caller to skip.
    init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        // The mount's own number and its parent's.
        _ = try bytes.decimal(&offset)
        _ = try bytes.decimal(&offset)
        bytes.skipBlanks(&offset)
        major = try bytes.deviceNumber(&offset)
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ":") else { throw Malformed(offset: offset) }
        offset += 1
        minor = try bytes.deviceNumber(&offset)
        bytes.skipBlanks(&offset)
        // What of the file system is mounted.
        _ = bytes.field(&offset)
        mountPoint = bytes.unescaped(bytes.field(&offset))
        let options = bytes.field(&offset)
        while true {
            let field = bytes.field(&offset)
            guard !field.isEmpty else { throw Malformed(offset: min(offset, bytes.count - 1)) }
            if bytes.isText("-", at: field) { break }
        }
        let type = bytes.field(&offset)
        let source = bytes.field(&offset)
        let superOptions = bytes.field(&offset)
        guard !mountPoint.isEmpty, !type.isEmpty, !superOptions.isEmpty else { throw Malformed(offset: options.lowerBound) }
        self.type = bytes.string(at: type)
        self.source = bytes.string(at: source)
        isReadOnly =
            bytes.hasOption("ro", in: options) || bytes.hasOption("ro", in: superOptions)
            || bytes.hasOption("emergency_ro", in: superOptions)
    }
}

extension Span where Element == UInt8 {
    fileprivate func deviceNumber(_ offset: inout Int) throws(Malformed) -> UInt32 {
        let start = offset
        guard let number = UInt32(exactly: try digits(&offset)) else { throw Malformed(offset: start) }
        return number
    }

    /// The bytes up to the next space, which is passed, or to the line's end; empty for what is mounted from nothing.
    fileprivate func field(_ offset: inout Int) -> Range<Int> {
        let start = offset
        while !isLineEnd(offset), self[offset] != space { offset += 1 }
        defer { if !isLineEnd(offset) { offset += 1 } }
        return start..<offset
    }

    /// The bytes with `\040` and its like, as the kernel writes blanks, line feeds and backslashes in names, made those bytes again.
    fileprivate func unescaped(_ range: Range<Int>) -> [UInt8] {
        [UInt8](capacity: range.count) { output in
            var index = range.lowerBound
            while index < range.upperBound {
                if self[index] == UInt8(ascii: "\\"), let byte = octal(at: index + 1, before: range.upperBound) {
                    output.append(byte)
                    index += 4
                } else {
                    output.append(self[index])
                    index += 1
                }
            }
        }
    }

    private func octal(at start: Int, before end: Int) -> UInt8? {
        guard start + 3 <= end else { return nil }
        var value = 0
        for index in start..<start + 3 {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit < 8 else { return nil }
            value = value * 8 + Int(digit)
        }
        return UInt8(exactly: value)
    }

    /// Whether `option` is among the words between commas.
    fileprivate func hasOption(_ option: String, in range: Range<Int>) -> Bool {
        var start = range.lowerBound
        for index in range where self[index] == UInt8(ascii: ",") {
            if isText(option, at: start..<index) { return true }
            start = index + 1
        }
        return isText(option, at: start..<range.upperBound)
    }
}
