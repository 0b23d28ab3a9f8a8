import Foundation
import ProcFS
import Prometheus

@testable import Exporter

/// A host of files, in a directory of its own that goes with it.
final class ProcessorHost {
    let root = FileManager.default.temporaryDirectory.appending(path: "host-\(UUID().uuidString)")

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    /// Writes files at paths such as `proc/stat`; under `cpu/` they are those of sysfs's processors.
    func write(_ files: [String: String]) throws {
        for (path, text) in files {
            let url = url(path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: url(path))
    }

    func context(_ settings: HostSettings = HostSettings()) -> HostContext {
        var paths = HostPaths()
        paths.procfs = root.appending(path: "proc").path
        paths.sysfs = root.appending(path: "sys").path
        return HostContext(paths: paths, settings: settings)
    }

    private func url(_ path: String) -> URL {
        root.appending(path: path.hasPrefix("cpu/") ? "sys/devices/system/\(path)" : path)
    }
}

extension Collector {
    /// The samples it writes, in order.
    func samples() throws -> [String] {
        var sink = MetricSink(.text)
        try collect(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }

    /// The families it begins, in order.
    func families() throws -> [String] {
        var sink = MetricSink(.text)
        try collect(into: &sink)
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
            .map { String($0.dropFirst("# TYPE ".count)) }
    }
}
