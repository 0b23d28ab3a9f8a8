import Probing

/// What a person reads of a probe: its log, its metrics and its module.
struct ProbeReportText {
    let module: String
    let target: String
    let log: [ProbeLog.Line]
    /// In the text format.
    let exposition: [UInt8]
    /// The module as configured, secrets masked; `nil` when nobody knows it any more.
    let configuration: String?

    init(_ entry: RecentProbes.Entry, configuration: String?) {
        module = entry.module
        target = entry.target
        log = entry.log
        exposition = entry.exposition
        self.configuration = configuration
    }

    /// Three parts with a heading each; UTF-8.
    var bytes: [UInt8] {
        var bytes = Array("Log of the probe:\n".utf8)
        for line in log { bytes += logLine(line) }
        bytes += "\n\n\nMetrics of the probe:\n".utf8
        bytes += exposition
        bytes += "\n\n\nModule \(module):\n".utf8
        bytes += (configuration ?? "(not in the configuration)\n").utf8
        return bytes
    }

    private func logLine(_ line: ProbeLog.Line) -> [UInt8] {
        var text = LogLine()
        text.append("ts", RFC3339.format(unixSeconds: line.at))
        text.append("level", line.level.rawValue)
        text.append("msg", line.message)
        text.append("module", module)
        text.append("target", target)
        for (key, value) in line.fields { text.append(key, value) }
        return text.encoded(as: .logfmt)
    }
}
