import Probing
import Prometheus
import Testing

@testable import Exporter

/// The samples of an exposition, by their series.
struct Exposed {
    let text: String
    let samples: [String: String]

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        var samples: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            samples[String(line[..<space])] = String(line[space...].dropFirst())
        }
        self.samples = samples
    }

    init(_ kind: Module.Kind, _ outcome: ProbeOutcome, in format: ExpositionFormat = .text) {
        let module = Module(name: "m", kind: kind)
        var sink = MetricSink(format)
        ProbeExposition(FinishedProbe(module: module, target: "t", timeout: .milliseconds(9500), outcome: outcome)).write(
            into: &sink)
        sink.finish()
        self.init(sink.bytes)
    }

    subscript(series: String) -> String? { samples[series] }

    /// The families' names, once each.
    var families: Set<String> {
        Set(samples.keys.map { String($0.prefix { $0 != "{" }) })
    }

    /// The samples of one family, by their labels.
    func family(_ name: String) -> [String: String] {
        var family: [String: String] = [:]
        for (series, value) in samples where series == name || series.hasPrefix(name + "{") {
            family[String(series.dropFirst(name.count))] = value
        }
        return family
    }
}
