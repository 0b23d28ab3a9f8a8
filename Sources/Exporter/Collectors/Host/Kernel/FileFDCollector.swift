import ProcFS
import Prometheus

/// `node_filefd_*`: open files of the whole system.
struct FileFDCollector: Collector {
    let name = "filefd"
    let files: HostFiles

    private static let allocated = MetricFamily("node_filefd_allocated", .gauge, help: "File handles in use, of all processes.")
    private static let maximum = MetricFamily("node_filefd_maximum", .gauge, help: "File handles the kernel allows.")

    func collect(into sink: inout MetricSink) throws {
        let handles = try files.read { try $0.fileHandles(with: &$1) }
        sink.begin(Self.allocated)
        sink.sample(handles.allocated)
        sink.begin(Self.maximum)
        sink.sample(handles.maximum)
    }
}
