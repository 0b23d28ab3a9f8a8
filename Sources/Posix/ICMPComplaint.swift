package import Wire

/// Why an echo got no reply, as far as somebody told.
package struct ICMPComplaint: Error, Hashable, Sendable {
    package enum Matter: Hashable, Sendable {
        case network(ICMPError)
        /// What the kernel itself says.
        case system(code: Int32)
    }

    package var matter: Matter
    /// Who says so; `nil` for this host.
    package var reporter: IPAddress?

    package init(error: ICMPError, reporter: IPAddress?) {
        matter = .network(error)
        self.reporter = reporter
    }

    package init(errno: Errno) {
        matter = .system(code: errno.code)
    }
}
