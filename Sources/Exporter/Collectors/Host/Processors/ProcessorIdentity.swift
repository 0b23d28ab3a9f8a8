import Patterns
import ProcFS
import Prometheus

/// What the processors are: `node_cpu_info`, and what the first can do and suffers from.
struct ProcessorIdentity: Sendable {
    private var flags: WordChoice
    private var bugs: WordChoice

    private static let info = MetricFamily(
        "node_cpu_info", .gauge, help: "Make, model and place of each processor, always 1.")
    private static let flagInfo = MetricFamily(
        "node_cpu_flag_info", .gauge, help: "Abilities of the first processor, of those asked for, always 1.")
    private static let bugInfo = MetricFamily(
        "node_cpu_bug_info", .gauge, help: "Faults of the first processor's kind, of those asked for, always 1.")

    /// - Throws: when an expression is none.
    init(_ settings: HostSettings.CPU) throws(Pattern.SyntaxError) {
        flags = try WordChoice(settings.flagsInclude)
        bugs = try WordChoice(settings.bugsInclude)
    }

    /// Writes up to three families.
    mutating func write(_ cpuInfo: CPUInfo, into sink: inout MetricSink) {
        sink.begin(Self.info)
        for processor in cpuInfo.processors {
            sink.label("package", processor.package)
            sink.label("core", processor.core)
            sink.label("cpu", processor.number)
            sink.label("vendor", processor.vendor)
            sink.label("family", processor.family)
            sink.label("model", processor.model)
            sink.label("model_name", processor.modelName)
            sink.label("microcode", processor.microcode)
            sink.label("stepping", processor.stepping)
            sink.label("cachesize", processor.cacheSize)
            sink.sample(1)
        }
        flags.choose(from: cpuInfo.flags)
        bugs.choose(from: cpuInfo.bugs)
        for (family, label, words) in [(Self.flagInfo, "flag", flags.chosen), (Self.bugInfo, "bug", bugs.chosen)]
        where !words.isEmpty {
            sink.begin(family)
            for word in words { sink.sample(label, word, 1) }
        }
    }
}

/// The words of a line that an expression matches, found anew only when the line has changed.
private struct WordChoice: Sendable {
    private let pattern: Pattern?
    private var line = ""
    private(set) var chosen: [Substring] = []

    /// - Parameter expression: none for no word at all.
    init(_ expression: String?) throws(Pattern.SyntaxError) {
        pattern = try expression.map { (text) throws(Pattern.SyntaxError) in try Pattern(text) }
    }

    mutating func choose(from line: String) {
        guard let pattern, line != self.line else { return }
        self.line = line
        var seen: Set<Substring> = []
        chosen = line.split(separator: " ").filter { pattern.matches($0.utf8) && seen.insert($0).inserted }
    }
}
