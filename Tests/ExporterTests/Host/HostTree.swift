import Foundation
import Posix
import ProcFS
import Prometheus

@testable import Exporter

/// A host made of a few files, for one test: `proc/`, `sys/` and `root/` below a directory of its own.
final class HostTree {
    let path = FileManager.default.temporaryDirectory.appending(path: "host-\(UUID().uuidString)").path

    init(_ files: [String: String] = [:]) throws {
        for (name, text) in files { try write(text, to: name) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func context(_ settings: HostSettings = HostSettings()) -> HostContext {
        var paths = HostPaths()
        paths.procfs = "\(path)/proc"
        paths.sysfs = "\(path)/sys"
        paths.rootfs = "\(path)/root"
        return HostContext(paths: paths, settings: settings, ownProcfs: ProcFS(root: "\(path)/proc"), pageSizeBytes: 4096)
    }

    /// The samples of the collector with this name, a line each, without metadata.
    func samples(of name: String, settings: HostSettings = HostSettings()) throws -> [String] {
        guard let kind = HostCollectors.kinds.first(where: { $0.name == name }) else {
            throw ProcFSError.read(path: name, Errno(2))
        }
        return try Self.samples(of: try kind.make(context(settings)))
    }

    static func samples(of collector: any Collector) throws -> [String] {
        var sink = MetricSink(.text)
        try collector.collect(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    }
}
