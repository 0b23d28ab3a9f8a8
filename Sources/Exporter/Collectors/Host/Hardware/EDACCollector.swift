import ProcFS
import Prometheus

/// `node_edac_*`: errors that memory controllers found.
struct EDACCollector: Collector {
    let name = "edac"
    let files: DeviceFiles

    /// Two families of one place: errors that were corrected, and those that were not.
    private struct Place {
        let corrected: MetricFamily
        let uncorrected: MetricFamily

        init(_ prefix: String, _ words: String) {
            corrected = MetricFamily(
                "node_edac_\(prefix)correctable_errors_total", .counter, help: "Memory errors that were corrected, \(words).")
            uncorrected = MetricFamily(
                "node_edac_\(prefix)uncorrectable_errors_total", .counter,
                help: "Memory errors that could not be corrected, \(words).")
        }
    }

    private static let controller = Place("", "by controller")
    private static let row = Place("csrow_", "by row of modules")
    private static let channel = Place("channel_", "by module")

    private typealias Sample = (labels: [(String, String)], errors: MemoryController.Errors)

    func collect(into sink: inout MetricSink) throws {
        let controllers = try files.read { try $0.memoryControllers(with: &$1) }
        var rows: [Sample] = []
        var channels: [Sample] = []
        for controller in controllers {
            for row in controller.rows {
                let labels = [("controller", controller.number), ("csrow", row.number)]
                rows.append((labels, row.errors))
                for channel in row.channels {
                    let label = Self.moduleName(channel.label)
                    channels.append(([("channel", channel.number)] + labels + [("dimm_label", label)], channel.errors))
                }
            }
            rows.append(([("controller", controller.number), ("csrow", "unknown")], controller.unassignedErrors))
        }
        write(Self.controller, controllers.map { ([("controller", $0.number)], $0.errors) }, into: &sink)
        write(Self.row, rows, into: &sink)
        write(Self.channel, channels, into: &sink)
    }

    private func write(_ place: Place, _ samples: [Sample], into sink: inout MetricSink) {
        guard !samples.isEmpty else { return }
        sink.begin(place.corrected)
        for (labels, errors) in samples {
            for (name, value) in labels { sink.label(name, value) }
            sink.sample(errors.corrected)
        }
        guard samples.contains(where: { $0.errors.uncorrected != nil }) else { return }
        sink.begin(place.uncorrected)
        for (labels, errors) in samples {
            guard let uncorrected = errors.uncorrected else { continue }
            for (name, value) in labels { sink.label(name, value) }
            sink.sample(uncorrected)
        }
    }

    /// As node_exporter has it: `mc#0csrow#1channel#0` is `mc0_csrow1_channel0`.
    private static func moduleName(_ label: String) -> String {
        label.replacing("#", with: "").replacing("csrow", with: "_csrow").replacing("channel", with: "_channel")
    }
}
