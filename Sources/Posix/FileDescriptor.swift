import Glibc

/// The one owner of a file descriptor: it closes with its owner.
package struct FileDescriptor: ~Copyable {
    package let number: Int32

    /// Takes over an open descriptor.
    package init(owning number: Int32) {
        self.number = number
    }

    /// Gives the descriptor away without closing it.
    package consuming func take() -> Int32 {
        let number = self.number
        discard self
        return number
    }

    deinit {
        // close(2) is not retried: Linux frees the number even when it reports EINTR.
        _ = Glibc.close(number)
    }
}
