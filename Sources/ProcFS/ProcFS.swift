import Glibc
import Posix

/// The kernel's process file system, at its mount point or at a copy of it.
///
/// Each method reads one file, whole and at once. The caller lends the reader, so that its buffer serves every file.
package struct ProcFS: Sendable {
    /// Directory the files are under, such as `/proc`; no slash at its end.
    package let root: String

    /// The file system at `root`, which need not exist yet.
    package init(root: String = "/proc") {
        self.root = root.last == "/" && root.count > 1 ? String(root.dropLast()) : root
    }

    /// More than any file of fixed layout has.
    static let usualLimit = 1 << 20
    /// For files that grow with processors, interfaces or routes: `stat` has about 100 bytes for each processor and 2 for each
    /// interrupt of each of them.
    static let largeLimit = 8 << 20

    /// Reads `file` and gives its bytes to `parse`, which can rely on a newline at their end where `endsInLine`.
    func read<Value>(
        _ file: String, with reader: inout FileReader, limit: Int = usualLimit, extent: FileReader.Extent = .whole,
        endsInLine: Bool = true,
        parse: (Span<UInt8>) throws(Malformed) -> Value
    ) throws(ProcFSError) -> Value {
        do throws(Errno) {
            try reader.read(file, in: root, limit: limit, extent: extent)
        } catch {
            throw .read(path: "\(root)/\(file)", error)
        }
        return try reader.withContents { (bytes) throws(ProcFSError) in
            do throws(Malformed) {
                return endsInLine ? try bytes.parsed(by: parse) : try parse(bytes)
            } catch {
                throw .malformed(
                    path: "\(root)/\(file)", line: bytes.lineNumber(at: error.offset), text: bytes.excerpt(at: error.offset))
            }
        }
    }

    /// Like ``read(_:with:limit:endsInLine:parse:)``, but `nil` when there is no such file.
    func readIfPresent<Value>(
        _ file: String, with reader: inout FileReader, limit: Int = usualLimit, extent: FileReader.Extent = .whole,
        endsInLine: Bool = true,
        parse: (Span<UInt8>) throws(Malformed) -> Value
    ) throws(ProcFSError) -> Value? {
        do throws(ProcFSError) {
            return try read(file, with: &reader, limit: limit, extent: extent, endsInLine: endsInLine, parse: parse)
        } catch {
            if case .read(_, Errno(ENOENT)) = error { return nil }
            throw error
        }
    }
}

extension Span where Element == UInt8 {
    /// What `parse` makes of a file's bytes, once they are seen to end with a line: no parser has to mind a cut one.
    func parsed<Value>(by parse: (Span<UInt8>) throws(Malformed) -> Value) throws(Malformed) -> Value {
        guard isEmpty || self[count - 1] == newline else { throw Malformed(offset: count - 1) }
        return try parse(self)
    }
}
