import Foundation
import Prometheus

@testable import Exporter

/// A host's files, written by a test.
final class HostFilesOnDisk {
    let root = FileManager.default.temporaryDirectory.appending(path: "host-\(UUID().uuidString)")

    deinit { try? FileManager.default.removeItem(at: root) }

    var paths: HostPaths {
        var paths = HostPaths()
        paths.procfs = path("proc")
        paths.sysfs = path("sys")
        paths.udevData = path("udev")
        return paths
    }

    func path(_ name: String) -> String { root.appending(path: name).path }

    func write(_ text: String, to name: String) throws {
        let file = root.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func makeDirectory(_ name: String) throws -> String {
        try FileManager.default.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
        return path(name)
    }
}

/// The samples a collector writes, in its order.
func samples(of collector: any Collector) throws -> [String] {
    var sink = MetricSink(.text)
    try collector.collect(into: &sink)
    let problems = ExpositionCheck.problems(in: sink.bytes, .text)
    guard problems.isEmpty else { throw Problems(problems: problems.map { "\($0)" }) }
    return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
}

private struct Problems: Error {
    let problems: [String]
}
