import Glibc
package import Posix

/// Why a kernel file gave no value.
package enum ProcFSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file could not be opened or read, or is larger than any real one (`EFBIG`).
    case read(path: String, Errno)
    /// The file's contents are not what the kernel writes. Lines count from 1; `text` is the line's first 80 characters at most.
    case malformed(path: String, line: Int, text: String)

    /// Whether there is no such file.
    package var isAbsence: Bool {
        if case .read(_, Errno(ENOENT)) = self { true } else { false }
    }

    /// One line for the log.
    package var description: String {
        switch self {
        case .read(let path, let error): "\(path): \(error)"
        case .malformed(let path, let line, let text): "\(path):\(line): not understood: \"\(text)\""
        }
    }
}

/// A parser's refusal; the reader of the file makes a ``ProcFSError`` of it.
struct Malformed: Error, Equatable {
    /// Offset of a byte of the line that is wrong.
    let offset: Int
}

extension Span where Element == UInt8 {
    func lineNumber(at offset: Int) -> Int {
        var line = 1
        for index in 0..<Swift.min(offset, count) where self[index] == newline { line += 1 }
        return line
    }

    /// The line around `offset`, cut to 80 characters, all of them printable ASCII.
    func excerpt(at offset: Int) -> String {
        var start = Swift.min(offset, count)
        while start > 0, self[start - 1] != newline { start -= 1 }
        var text = ""
        for index in start..<Swift.min(count, start + 80) {
            let byte = self[index]
            if byte == newline { break }
            text.unicodeScalars.append(0x20..<0x7f ~= byte || byte == tab ? UnicodeScalar(byte) : "?")
        }
        return text
    }
}
