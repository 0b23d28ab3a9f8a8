import Posix
import ProcFS
import Prometheus
import Synchronization

/// `node_filesystem_*`: how full what is mounted is.
final class FilesystemCollector: Collector {
    let name = "filesystem"
    private let files: HostFiles
    private let guardian: MountGuard
    private let state: Mutex<State>

    private struct State {
        var table = MountTable()
        var mounted: MountedFileSystems
        /// One for each of those mounted, in their order.
        var answers: [MountAnswer] = []
    }

    private static func family(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_filesystem_\(name)", .gauge, help: help)
    }

    private static let deviceError = family("device_error", "Whether the file system did not say how full it is.")
    private static let readOnly = family("readonly", "Whether nothing can be written to the file system.")
    private static let mountInfo = family("mount_info", "The number of the device mounted.")

    private typealias Size = (family: MetricFamily, value: @Sendable (FileSystemUsage) -> Double)

    private static let sizes: [Size] = [
        (family("size_bytes", "Size of the file system."), { Double($0.blocks) * Double($0.blockSizeBytes) }),
        (family("free_bytes", "Bytes free."), { Double($0.freeBlocks) * Double($0.blockSizeBytes) }),
        (family("avail_bytes", "Bytes free for any user."), { Double($0.availableBlocks) * Double($0.blockSizeBytes) }),
        (family("files", "Files it can hold, 0 where that is not limited."), { Double($0.files) }),
        (family("files_free", "Files it can hold beside those there are."), { Double($0.freeFiles) }),
        (family("purgeable_bytes", "What macOS could free by itself: 0 here."), { _ in 0 }),
    ]

    /// - Throws: when an expression is none.
    init(_ context: HostContext, crew: Crew) throws {
        files = context.files()
        let settings = context.settings.filesystem
        // To end within the collector's own time, which is as long by default.
        let patience = min(settings.mountTimeout, context.settings.timeout * 0.8)
        guardian = MountGuard(crew: crew, workers: settings.statWorkers, patience: patience)
        state = Mutex(
            State(
                mounted: MountedFileSystems(
                    mountPoints: try NameFilter(settings.mountPoints), types: try NameFilter(settings.types),
                    rootfs: context.rootfs)))
    }

    func collect(into sink: inout MetricSink) throws {
        try state.withLock { state in
            let hasChanged = try files.read { try state.table.update(from: $0, with: &$1) }
            if hasChanged { state.mounted.update(from: state.table.mounts) }
            guard !state.mounted.all.isEmpty else { return }
            guardian.ask(state.mounted.all, into: &state.answers)
            write(state.mounted.all, state.answers, into: &sink)
        }
    }

    private func write(_ mounted: [MountedFileSystem], _ answers: [MountAnswer], into sink: inout MetricSink) {
        sink.begin(Self.deviceError)
        for index in mounted.indices {
            label(mounted[index], answers[index], into: &sink)
            sink.value(answers[index].usage == nil ? 1 : 0 as UInt64)
        }
        sink.begin(Self.readOnly)
        for index in mounted.indices {
            label(mounted[index], answers[index], into: &sink)
            // Of one that is silent no more is told, as node_exporter has it; one that answers knows best.
            let isReadOnly = mounted[index].isReadOnly || answers[index].usage?.isReadOnly == true
            sink.value(isReadOnly && answers[index] != .silent ? 1 : 0 as UInt64)
        }
        guard answers.contains(where: { $0.usage != nil }) else { return }
        for (family, value) in Self.sizes {
            sink.begin(family)
            for index in mounted.indices {
                if let usage = answers[index].usage { sink.sample(mounted[index].labels, value(usage)) }
            }
        }
        sink.begin(Self.mountInfo)
        for index in mounted.indices where answers[index].usage != nil {
            for labels in mounted[index].infoLabels { sink.sample(labels, 1) }
        }
    }

    private func label(_ mount: MountedFileSystem, _ answer: MountAnswer, into sink: inout MetricSink) {
        switch answer {
        case .usage: return sink.label(mount.labels)
        case .failure(let error):
            sink.label(mount.labelsOfError)
            sink.label("device_error", MountError.words(error))
        case .silent:
            sink.label(mount.labelsOfError)
            sink.label("device_error", "mountpoint timeout")
        }
    }
}

extension MountAnswer {
    fileprivate var usage: FileSystemUsage? {
        if case .usage(let usage) = self { usage } else { nil }
    }
}
