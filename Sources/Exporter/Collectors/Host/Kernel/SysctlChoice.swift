import Prometheus

/// A kernel parameter of numbers, and what to call them.
struct SysctlChoice: Sendable {
    /// With dots between its parts.
    let parameter: String
    /// One for all values, or one for each.
    private let families: [MetricFamily]
    private let namesEach: Bool

    /// The parameter does not have as many values as the operator has named.
    struct Mismatch: Error, CustomStringConvertible {
        let parameter: String
        let values: Int
        let names: Int

        var description: String { "sysctl \(parameter) has \(values) values, \(names) names are given for them" }
    }

    /// - Parameter text: the parameter, and after a colon the names of its values with commas between them.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let parameter = parts[0]
        let keys = parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init) : []
        let base = "node_sysctl_\(Self.sanitized(parameter))"
        let names = keys.isEmpty ? [base] : keys.map { "\(base)_\(Self.sanitized($0))" }
        guard !parameter.isEmpty, Set(names).count == names.count, names.allSatisfy(MetricName.isValid) else { return nil }
        self.parameter = parameter
        namesEach = !keys.isEmpty
        families = names.enumerated().map { index, name in
            MetricFamily(
                name, .untyped,
                help: keys.isEmpty ? "The kernel parameter \(parameter)." : "Value \(index) of the kernel parameter \(parameter)."
            )
        }
    }

    /// The names of its families.
    var names: [String] { families.map(\.name) }

    func write(_ values: [Int64], into sink: inout MetricSink) throws(Mismatch) {
        guard namesEach ? values.count == families.count && values.count > 1 : !values.isEmpty else {
            throw Mismatch(parameter: parameter, values: values.count, names: namesEach ? families.count : 0)
        }
        if namesEach {
            for (family, value) in zip(families, values) {
                sink.begin(family)
                sink.sample(value)
            }
        } else {
            sink.begin(families[0])
            if values.count == 1 {
                sink.sample(values[0])
            } else {
                for (index, value) in values.enumerated() { sink.sample("index", index, value) }
            }
        }
    }

    /// Whatever is no letter or digit becomes an underscore, several of them one.
    private static func sanitized(_ name: String) -> String { name.replacing(/_*[^0-9A-Za-z_]+_*/, with: "_") }
}
