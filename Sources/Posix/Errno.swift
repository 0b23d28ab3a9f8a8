import Glibc

/// An error number of the C library, as the failing call left it.
package struct Errno: Error, Equatable, Sendable, CustomStringConvertible {
    package let code: Int32

    package init(_ code: Int32) {
        self.code = code
    }

    /// The calling thread's current `errno`.
    ///
    /// Read it directly after the failing call: never after an `await`, which may land on another thread.
    package static var last: Errno {
        Errno(Glibc.errno)
    }

    /// The C library's own words, as `strerror_r(3)` gives them.
    package var description: String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let start = buffer.baseAddress, unsafe strerror_r(code, start, buffer.count) == 0 else {
                return "error \(code)"
            }
            return unsafe String(cString: start)
        }
    }
}

/// Makes a system call and retries it while a signal interrupts it.
@discardableResult
@inline(__always)
func retryingInterrupts<Result: SignedInteger>(_ call: () -> Result) throws(Errno) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let errno = Errno.last
        if errno.code != EINTR { throw errno }
    }
}
