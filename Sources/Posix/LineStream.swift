import Glibc

/// A text file of any length, read once from its start, some whole lines at a time.
///
/// Its memory does not grow with the file: no line may be longer than ``lineLimit``. Blocking.
@safe package struct LineStream: ~Copyable {
    /// Bytes of the longest line, its newline among them.
    package static let lineLimit = 64 << 10

    private let file: FileDescriptor
    private let start: UnsafeMutablePointer<UInt8>
    /// Bytes in the buffer, and how many of them are whole lines.
    private var filled = 0
    private var whole = 0

    /// Opens the file at `path`.
    ///
    /// - Throws: the error of open(2).
    package init(_ path: String) throws(Errno) {
        // Without O_NONBLOCK a named pipe in the file's place would hang us.
        let number = try retryingInterrupts { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        file = FileDescriptor(owning: number)
        unsafe start = .allocate(capacity: Self.lineLimit)
    }

    deinit {
        unsafe start.deallocate()
    }

    /// Goes on to the next lines; `false` at the end of the file. A last line without a newline is given as it is.
    ///
    /// - Throws: the error of read(2); `EFBIG` for a line that is too long.
    package mutating func advance() throws(Errno) -> Bool {
        filled -= whole
        unsafe start.update(from: start + whole, count: filled)
        whole = 0
        while true {
            guard filled < Self.lineLimit else { throw Errno(EFBIG) }
            let received = try retryingInterrupts { unsafe read(file.number, start + filled, Self.lineLimit - filled) }
            let searched = filled
            filled += received
            whole = received == 0 ? filled : lineEnd(after: searched)
            if received == 0 || whole > 0 { return whole > 0 }
        }
    }

    /// Calls `body` with the lines the last ``advance()`` went to.
    package borrowing func withLines<Value, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(unsafe UnsafeBufferPointer(start: start, count: whole).span)
    }

    /// The offset past the last newline in the bytes from `searched` on; 0 where there is none.
    private func lineEnd(after searched: Int) -> Int {
        var end = filled
        while end > searched, unsafe start[end - 1] != UInt8(ascii: "\n") { end -= 1 }
        return end > searched ? end : 0
    }
}
