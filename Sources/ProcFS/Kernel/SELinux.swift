import Glibc
package import Posix

/// Security-Enhanced Linux on a host that has it switched on.
package struct SELinux: Equatable, Sendable {
    /// What becomes of a forbidden act; the raw values are the kernel's, and -1 for none.
    package enum Mode: Int64, Sendable {
        case disabled = -1
        case permissive
        case enforcing
    }

    /// Since the kernel was last told.
    package let current: Mode
    /// From the next start on.
    package let configured: Mode

    init(current: Mode, configured: Mode) {
        self.current = current
        self.configured = configured
    }

    /// Reads `fs/selinux/enforce` of sysfs and `/etc/selinux/config` of the host (man 5 selinux_config).
    ///
    /// `nil` where SELinux is off.
    /// - Parameter root: of the host's file systems, without a slash at its end.
    package init?(sysfs: SysFS, root: String, with reader: inout FileReader) throws(ProcFSError) {
        let mode: Int64
        do throws(ProcFSError) {
            mode = try sysfs.integer("fs/selinux/enforce", with: &reader)
        } catch .read(_, Errno(ENOENT)) {
            return nil
        } catch {
            throw error
        }
        current = mode == 0 ? .permissive : .enforcing
        var fields: [String: String] = [:]
        if (try? reader.read("\(root)/etc/selinux/config", limit: 64 << 10)) != nil {
            fields = reader.withContents { ShellAssignments.parse($0) }
        }
        switch fields["SELINUX"] {
        case "enforcing": configured = .enforcing
        case "permissive": configured = .permissive
        default: configured = .disabled
        }
    }
}
