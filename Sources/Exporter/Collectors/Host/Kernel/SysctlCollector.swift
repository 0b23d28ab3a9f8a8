import ProcFS
import Prometheus

/// `node_sysctl_*`: kernel parameters of the operator's choice.
struct SysctlCollector: Collector {
    let name = "sysctl"
    private let numeric: [SysctlChoice]
    private let text: [String]
    private let files: HostFiles

    private static let info = MetricFamily("node_sysctl_info", .gauge, help: "Kernel parameters that are text, word by word.")

    /// - Parameters:
    ///   - numbers: parameters that are numbers, as `fs.file-nr` or `fs.file-nr:total,current,max`.
    ///   - text: those that are words.
    init(files: HostFiles, numbers: [String], text: [String]) {
        self.files = files
        var known: Set<String> = ["node_sysctl_info"]
        numeric = numbers.compactMap { SysctlChoice($0) }.filter { $0.names.allSatisfy { known.insert($0).inserted } }
        var seen: Set<String> = []
        self.text = text.filter { seen.insert($0).inserted }
    }

    func collect(into sink: inout MetricSink) throws {
        for choice in numeric {
            let values = try files.read { try $0.sysctlNumbers(choice.parameter, with: &$1) }
            try choice.write(values, into: &sink)
        }
        guard !text.isEmpty else { return }
        sink.begin(Self.info)
        for parameter in text {
            let words = try files.read { try $0.sysctlWords(parameter, with: &$1) }
            guard !words.isEmpty else { throw SysctlChoice.Mismatch(parameter: parameter, values: 0, names: 0) }
            for (index, word) in words.enumerated() { sink.sample("index", index, "name", parameter, "value", word, 1) }
        }
    }
}
