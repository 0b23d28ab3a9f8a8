import Posix
import ProcFS

/// What the collectors of the host are made from.
struct HostContext: Sendable {
    /// The host's processes and network.
    let procfs: ProcFS
    /// The host's devices.
    let sysfs: SysFS
    /// The root of the host's file systems, without a slash at its end: empty for `/`.
    let rootfs: String
    /// Where udev(7) keeps what it knows of devices.
    let udevData: String
    let settings: HostSettings
    /// The kernel's page, in which it counts memory.
    let pageSizeBytes: UInt64
    /// Where `self` is this very process.
    let ownProcfs: ProcFS
    /// What two collectors want to know of `stat`.
    let stat: SharedReading<KernelStat>
    /// What two collectors want to know of `cpuinfo`.
    let cpuInfo: SharedReading<CPUInfo>
    /// The collectors that run.
    let collectors: Set<String>
    /// Tells the operator what is wrong though a collector succeeds.
    let report: @Sendable (_ collector: String, _ message: String) -> Void

    init(
        paths: HostPaths = HostPaths(), settings: HostSettings = HostSettings(), ownProcfs: ProcFS = ProcFS(),
        pageSizeBytes: UInt64 = HostCollectors.pageSizeBytes, collectors: Set<String> = Set(HostCollectors.kinds.map(\.name)),
        report: @escaping @Sendable (_ collector: String, _ message: String) -> Void = { _, _ in }
    ) {
        procfs = ProcFS(root: paths.procfs)
        isOwnKernel = ProcFSMagic.marks(procfs.root)
        sysfs = SysFS(root: paths.sysfs)
        rootfs = paths.rootfs.last == "/" ? String(paths.rootfs.dropLast()) : paths.rootfs
        udevData = paths.udevData
        self.settings = settings
        self.pageSizeBytes = pageSizeBytes
        self.ownProcfs = ownProcfs
        stat = SharedReading { try $0.stat(with: &$1) }
        cpuInfo = SharedReading { try $0.cpuInfo(with: &$1) }
        self.collectors = collectors
        self.report = report
    }

    /// Whether these are the files of the kernel we run on, so that what is not in files may be asked of it by other means: at
    /// `/proc`, or where a container has the host's.
    let isOwnKernel: Bool

    /// The host's files, for one collector: one that hangs while it reads must not hold up another.
    func files() -> HostFiles { HostFiles(procfs) }
}
