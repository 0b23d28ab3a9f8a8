import YAML

extension Flag {
    /// What concerns `/probe`; names and defaults are blackbox_exporter's where it has them.
    static let probe = [
        Flag(
            name: "probe.allow", group: .probe,
            action: .value(.text("RULE")) { (draft, text) throws(UsageError) in
                let rule = try AllowRule(parsing: text)
                draft.serve.probe.allowRules = (draft.allowsWhomTold ? draft.serve.probe.allowRules : []) + [rule]
                draft.allowsWhomTold = true
            }, modes: [.serve], isRepeatable: true,
            help: "Whom /probe may probe: configured (the default: hosts of the catalogue, the targets and the jobs), a name, "
                + "*.domain, an address, a network such as 10.0.0.0/8, or any. Loopback, link-local and metadata addresses "
                + "must be named as addresses."),
        Flag(
            name: "timeout-offset", group: .probe,
            action: .value(.text("SECONDS")) { (draft, text) throws(UsageError) in
                guard let seconds = Double(text), (0...60).contains(seconds) else {
                    throw UsageError("\(text.debugDescription) is no number of seconds from 0 to 60, write for example 0.5")
                }
                draft.serve.probe.timeoutOffset = .nanoseconds(Int64(seconds * 1e9))
            }, modes: [.serve], help: "How much sooner than the scraper /probe gives up, in seconds. Default: 0.5."),
        Flag(
            name: "history.limit", group: .probe,
            action: .value(.text("NUMBER")) { (draft, text) throws(UsageError) in
                guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text),
                    number <= 10_000
                else { throw UsageError("\(text.debugDescription) is no number from 0 to 10000, write for example 100") }
                draft.serve.probe.historyLimit = number
            }, modes: [.serve],
            help: "How many probes on demand are kept for /logs, and again as many that failed. Default: 100."),
        Flag(
            name: "log.prober", group: .probe, action: .word { $0.serve.probe.logLevel = $1 }, modes: [.serve],
            help: "Least level of what probes on demand note that is logged, where --log.level lets it. Default: info."),
    ]
}
