import Glibc
package import Posix

/// The kernel's device file system, sysfs(5), at its mount point or at a copy of it.
///
/// A file holds one attribute, mostly one line. Drivers answer when they can: a read may take long, or fail with an error of the device's own.
package struct SysFS: Sendable {
    /// Directory the files are under, such as `/sys`; no slash at its end.
    package let root: String

    /// The file system at `root`, which need not exist yet.
    package init(root: String = "/sys") {
        self.root = root.last == "/" && root.count > 1 ? String(root.dropLast()) : root
    }

    /// More than one page is not to be had from an attribute (kernel: fs/sysfs/file.c); a file of ours, in a copy, gets the same room.
    static let limit = 4096

    /// The attribute at `path` below the root as text, without the blanks around it; what is not UTF-8 in it is replaced.
    ///
    /// - Parameter isPermanent: whether it is the kernel's own, of no device that comes and goes: then its file is kept open.
    /// - Throws: `.read`, with `ENOENT` where there is no such attribute.
    package func text(
        _ path: String, with reader: inout FileReader, isPermanent: Bool = false
    ) throws(ProcFSError) -> String {
        try read(path, with: &reader, isPermanent: isPermanent) { (bytes) throws(Malformed) in bytes.string(at: bytes.trimmed) }
    }

    /// Like ``text(_:with:)``; `nil` where there is no such attribute, or where it cannot be read now: permissions, a driver's error.
    package func textIfReadable(_ path: String, with reader: inout FileReader) -> String? {
        try? text(path, with: &reader)
    }

    /// The attribute as a whole number, decimal or with `0x`.
    ///
    /// - Throws: `.read`; `.malformed` for anything else, fractions and numbers of more than 64 bits too.
    package func integer(_ path: String, with reader: inout FileReader) throws(ProcFSError) -> Int64 {
        try read(path, with: &reader) { (bytes) throws(Malformed) in try bytes.integer(in: bytes.trimmed) }
    }

    /// Like ``integer(_:with:)``; `nil` where there is no such attribute.
    package func integerIfPresent(_ path: String, with reader: inout FileReader) throws(ProcFSError) -> Int64? {
        do throws(ProcFSError) {
            return try integer(path, with: &reader)
        } catch .read(_, Errno(ENOENT)) {
            return nil
        } catch {
            throw error
        }
    }

    /// Like ``integer(_:with:)``; `nil` where it cannot be had for any reason.
    package func integerIfReadable(_ path: String, with reader: inout FileReader) -> Int64? {
        try? integer(path, with: &reader)
    }

    /// Like ``integer(_:with:)``; `nil` where it cannot be read now.
    ///
    /// - Throws: `.malformed`
    package func readableInteger(_ path: String, with reader: inout FileReader) throws(ProcFSError) -> Int64? {
        do throws(ProcFSError) {
            return try integer(path, with: &reader)
        } catch {
            if case .read = error { return nil }
            throw error
        }
    }

    /// What follows `prefix` in the names of a directory's entries, where that begins with a digit.
    ///
    /// - Throws: `.read`
    package func numbers(in path: String, after prefix: String) throws(ProcFSError) -> [String] {
        try names(in: path).compactMap { name in
            guard name.hasPrefix(prefix) else { return nil }
            let number = name.dropFirst(prefix.count)
            return number.first.map { "0"..."9" ~= $0 } == true ? String(number) : nil
        }
    }

    /// The names in the directory at `path` below the root, sorted; none where there is no such directory.
    ///
    /// - Throws: `.read`
    package func names(in path: String) throws(ProcFSError) -> [String] {
        do throws(Errno) {
            return try namesInDirectory("\(root)/\(path)").sorted()
        } catch {
            if error.code == ENOENT { return [] }
            throw .read(path: "\(root)/\(path)", error)
        }
    }

    /// Like ``names(in:)``, for a directory that some kernels do not have.
    ///
    /// - Throws: `.read`, with `ENOENT` where there is no such directory.
    package func presentNames(in path: String) throws(ProcFSError) -> [String] {
        guard isDirectory(path) else { throw .read(path: "\(root)/\(path)", Errno(ENOENT)) }
        return try names(in: path)
    }

    /// Whether there is a directory at `path` below the root, or a link to one.
    package func isDirectory(_ path: String) -> Bool {
        Posix.isDirectory("\(root)/\(path)")
    }

    /// Reads one attribute and gives its bytes to `parse`; a line may be without its end.
    /// - Parameter isPermanent: see ``text(_:with:isPermanent:)``.
    func read<Value>(
        _ path: String, with reader: inout FileReader, isPermanent: Bool = false,
        parse: (Span<UInt8>) throws(Malformed) -> Value
    ) throws(ProcFSError) -> Value {
        do throws(Errno) {
            // The kernel writes an attribute at once.
            try reader.read(
                path, in: root, limit: Self.limit, extent: isPermanent ? .oneRecord : .whole, isPermanent: isPermanent)
        } catch {
            throw .read(path: "\(root)/\(path)", error)
        }
        return try reader.withContents { (bytes) throws(ProcFSError) in
            do throws(Malformed) { return try parse(bytes) } catch {
                throw .malformed(
                    path: "\(root)/\(path)", line: bytes.lineNumber(at: error.offset), text: bytes.excerpt(at: error.offset))
            }
        }
    }
}

extension Span where Element == UInt8 {
    /// The bytes without blanks and line ends around them.
    var trimmed: Range<Int> {
        var start = 0
        var end = count
        while start < end, self[start] <= space { start += 1 }
        while end > start, self[end - 1] <= space { end -= 1 }
        return start..<end
    }

    /// The bytes of `range` as a whole number, decimal with or without a sign, or hexadecimal after `0x`.
    func integer(in range: Range<Int>) throws(Malformed) -> Int64 {
        let text = string(at: range)
        let value = text.hasPrefix("0x") ? Int64(text.dropFirst(2), radix: 16) : Int64(text)
        guard let value else { throw Malformed(offset: range.lowerBound) }
        return value
    }
}
