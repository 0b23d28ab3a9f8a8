import Glibc

/// Soft limits of our own process, as they are now (man 2 getrlimit).
package struct ResourceLimits: Equatable, Sendable {
    /// Descriptors; `nil` means unlimited.
    package let openFiles: UInt64?
    /// `nil` means unlimited.
    package let addressSpaceBytes: UInt64?

    /// Asks the kernel, which cannot fail.
    package init() {
        openFiles = Self.soft(RLIMIT_NOFILE)
        addressSpaceBytes = Self.soft(RLIMIT_AS)
    }

    /// Lets this process have as many descriptors open as its hard limit allows, for each probe under way holds one.
    /// - Returns: how many that are; `nil` for unlimited.
    @discardableResult
    package static func raiseOpenFiles() -> UInt64? {
        var limit = rlimit()
        if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max {
            limit.rlim_cur = limit.rlim_max
            _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        return ResourceLimits().openFiles
    }

    private static func soft(_ resource: __rlimit_resource) -> UInt64? {
        var limit = rlimit()
        // RLIM_INFINITY: the largest number there is.
        guard unsafe getrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0, limit.rlim_cur != .max else { return nil }
        return UInt64(limit.rlim_cur)
    }
}
