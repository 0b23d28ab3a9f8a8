import CLinux
import Glibc

/// The network that a process sees: interfaces, addresses, routes and ports (network_namespaces(7)).
package enum NetworkNamespace {
    /// Leaves the present one for a new one with nothing but a loopback interface that is down; needs CAP_SYS_ADMIN.
    ///
    /// It goes for the calling thread and those it starts from here on: call it before there are others.
    package static func enterNew() throws(Errno) {
        try retryingInterrupts { unshare(newNetwork) }
    }

    /// `CLONE_NEWNET` of the kernel's sched.h.
    private static let newNetwork: Int32 = 0x4000_0000
}
