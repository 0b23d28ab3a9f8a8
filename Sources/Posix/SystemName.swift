import Glibc

/// How the kernel and this host call themselves.
package struct SystemName: Equatable, Sendable {
    /// Kernel: `Linux`.
    package let sysname: String
    /// Host name in our UTS namespace.
    package let nodename: String
    /// Kernel version, such as `6.18.0`.
    package let release: String
    /// Kernel build.
    package let version: String
    /// Processor architecture, such as `x86_64`.
    package let machine: String
    /// The NIS domain, mostly `(none)`.
    package let domainname: String

    /// Asks uname(2), which cannot fail on Linux.
    package init() {
        var name = utsname()
        _ = unsafe uname(&name)
        sysname = Self.text(name.sysname)
        nodename = Self.text(name.nodename)
        release = Self.text(name.release)
        version = Self.text(name.version)
        machine = Self.text(name.machine)
        domainname = Self.text(name.__domainname)
    }

    private static func text<Field>(_ field: Field) -> String {
        unsafe withUnsafeBytes(of: field) { bytes in unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
