/// Where the host's files are, for an exporter that sees them under other paths.
package struct HostPaths: Sendable, Equatable {
    /// The mount point of proc(5).
    package var procfs = "/proc"
    /// The mount point of sysfs(5).
    package var sysfs = "/sys"
    /// The root of the file systems.
    package var rootfs = "/"
    /// Where udev(7) keeps what it knows of devices.
    package var udevData = "/run/udev/data"
}
