import Server
import YAML

extension Flag {
    /// All flags, in the help's order.
    static func all(hostCollectors: [HostCollectorKind]) -> [Flag] {
        configuration + web + probe + host + hostCollectors.map { collector($0.name) } + collectorSettings + storage + output
            + log + other + printouts
    }

    private static let configuration = [
        Flag(
            name: "config.file", group: .configuration, action: .file { $0.configurationFile = $1 },
            help: "YAML file saying what to probe; config.d/*.yml beside it is read too. Default: the built-in catalogue."),
        Flag(
            name: "config.check", group: .configuration, action: .once { $0.isConfigurationCheck = true }, modes: [.serve],
            help: "Say whether the file is valid, and exit with 0 or 1."),
    ]

    private static let web = [
        Flag(
            name: "web.listen-address", group: .web,
            action: .value(.text("ADDRESS")) { (draft, text) throws(UsageError) in
                let address = try listenAddress(text)
                draft.serve.listenAddresses = (draft.listensWhereTold ? draft.serve.listenAddresses : []) + [address]
                draft.listensWhereTold = true
            }, modes: [.serve], isRepeatable: true,
            help: "Where to listen, such as 127.0.0.1:10042 or [::1]:10042. Default: :10042, all addresses."),
        Flag(
            name: "web.public-listen-address", group: .web,
            action: .value(.text("ADDRESS")) { (draft, text) throws(UsageError) in
                draft.serve.publicListenAddresses.append(try listenAddress(text))
            }, modes: [.serve], isRepeatable: true,
            help: "Where Meta and users may come, such as :10043: only webhooks and reports are there, no metrics or pages. "
                + "They are at the other addresses too. Default: none."),
        Flag(
            name: "web.systemd-socket", group: .web, action: .toggle { $0.serve.usesSystemdSockets = $1 }, modes: [.serve],
            help: "Listen at the sockets that systemd hands over (a .socket unit), and at no others."),
        Flag(
            name: "web.config.file", group: .web, action: .file { $0.webConfigurationFile = $1 }, modes: [.serve],
            help: "YAML file of certificates, passwords, headers and a rate limit for the own port, in the form that "
                + "Prometheus' exporters share. It is followed. Default: none, bare HTTP for everybody."),
        Flag(
            name: "web.telemetry-path", group: .web,
            action: .value(.text("PATH")) { (draft, text) throws(UsageError) in
                let isOurs =
                    ["/", "/probe", "/logs", "/config"].contains(text) || text.hasPrefix("/-/") || text.hasPrefix("/api/")
                guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), !text.contains(where: "?#%".contains)
                else { throw UsageError("\(text.debugDescription) is no path, write for example /metrics") }
                guard !isOurs else { throw UsageError("\(text) has another use, write for example /metrics") }
                draft.serve.telemetryPath = text
            }, modes: [.serve], help: "Path of the metrics. Default: /metrics."),
        Flag(
            name: "web.max-requests", group: .web,
            action: .value(.text("NUMBER")) { (draft, text) throws(UsageError) in
                guard (1...6).contains(text.utf8.count), text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text)
                else {
                    throw UsageError("\(text.debugDescription) is no number from 0 to 999999, write for example 40")
                }
                draft.serve.maxRequests = number
            }, modes: [.serve], help: "How many scrapes may run at a time; 0 for any number. Default: 40."),
        Flag(
            name: "web.disable-exporter-metrics", group: .web, action: .once { $0.serve.includesExporterMetrics = false },
            modes: [.serve], help: "Leave out the families about the exporter itself: process_* and whatsapp_exporter_*."),
    ]

    private static func listenAddress(_ text: String) throws(UsageError) -> ListenAddress {
        do throws(ListenAddressError) {
            return try ListenAddress(parsing: text)
        } catch {
            throw UsageError(error.description)
        }
    }

    private static let host = [
        Flag(
            name: "path.procfs", group: .host, action: .directory { $0.paths.procfs = $1 },
            help: "Where the host's proc is mounted. Default: /proc."),
        Flag(
            name: "path.sysfs", group: .host, action: .directory { $0.paths.sysfs = $1 },
            help: "Where the host's sys is mounted. Default: /sys."),
        Flag(
            name: "path.rootfs", group: .host, action: .directory { $0.paths.rootfs = $1 },
            help: "Where the host's root is mounted. Default: /."),
        Flag(
            name: "path.udev.data", group: .host, action: .directory { $0.paths.udevData = $1 },
            help: "Where udev keeps what it knows of devices. Default: /run/udev/data."),
        Flag(
            name: "collector.disable-defaults", group: .host, action: .once { $0.disablesDefaultCollectors = true },
            modes: [.serve], help: "Run only the collectors that a flag switches on."),
    ]

    private static func collector(_ collector: String) -> Flag {
        Flag(
            name: "collector.\(collector)", group: .host, action: .toggle { $0.switchedCollectors[collector] = $1 },
            modes: [.serve], help: "")
    }

    private static let storage = [
        Flag(
            name: "storage.path", group: .storage, action: .directory { $0.storageDirectory = $1 },
            modes: [.serve, .backup, .restore],
            help: "Directory of the history: uptime, baselines, edges, incidents and notes. Default: none, it ends with the "
                + "exporter."),
        Flag(
            name: "storage.retention", group: .storage,
            action: .value(.text("DURATION")) { (draft, text) throws(UsageError) in
                guard let duration = DurationText.parse(text), duration >= .seconds(86_400), duration <= .seconds(315_360_000)
                else { throw UsageError("\(text.debugDescription) is no duration from 1d to 10y, write for example 400d") }
                draft.serve.retention = duration
            }, modes: [.serve], help: "How long history is kept; open incidents are kept anyway. Default: 400d."),
    ]

    private static let output = [
        Flag(
            name: "json", group: .output, action: .once { $0.check.writesJSON = true }, modes: [.check],
            help: "Print one JSON object instead of the table."),
        Flag(
            name: "color", group: .output, action: .toggle { $0.check.usesColor = $1 }, modes: [.check],
            help: "Use colours, or none. Default: on a terminal only."),
        Flag(
            name: "timeout", group: .output,
            action: .value(.text("DURATION")) { (draft, text) throws(UsageError) in
                guard let duration = DurationText.parse(text), duration >= .milliseconds(100), duration <= .seconds(300) else {
                    throw UsageError("\(text.debugDescription) is no duration from 100ms to 5m, write for example 5s")
                }
                draft.check.timeout = duration
            }, modes: [.check], help: "Longest time for one probe. Default: each target's own timeout, mostly 10s."),
    ]

    private static let log = [
        Flag(
            name: "log.level", group: .log, action: .word { $0.serve.logLevel = $1 }, modes: [.serve],
            help: "Least level to log. Default: info."),
        Flag(
            name: "log.format", group: .log, action: .word { $0.serve.logFormat = $1 }, modes: [.serve],
            help: "Form of the lines on standard error. Default: logfmt."),
    ]

    // The first of these is for the sake of units that were written for node_exporter.
    // The others are seen to before any parsing: all they need here is to be known.
    private static let other = [
        Flag(
            name: "runtime.gomaxprocs", group: .other, action: .value(.text("NUMBER")) { _, _ in }, modes: [.serve],
            help: "Taken as node_exporter takes it, and of no effect."),
        Flag(
            name: "version", group: .other, action: .once { _ in }, modes: CommandMode.allCases, help: "Print the version."),
        Flag(
            name: "help", group: .other, action: .once { _ in }, modes: CommandMode.allCases,
            help: "Print this text; -h for short."),
    ]

    private static let printouts = Printout.allCases.map {
        Flag(name: $0.rawValue, group: .other, action: .once { _ in }, modes: [.serve], help: $0.help)
    }
}

extension Flag.Action {
    fileprivate static func file(_ set: @escaping @Sendable (inout CommandDraft, String) -> Void) -> Flag.Action {
        path(.file, set)
    }

    static func directory(_ set: @escaping @Sendable (inout CommandDraft, String) -> Void) -> Flag.Action {
        path(.directory, set)
    }

    private static func path(
        _ value: Flag.Value, _ set: @escaping @Sendable (inout CommandDraft, String) -> Void
    ) -> Flag.Action {
        .value(value) { (draft, text) throws(UsageError) in
            guard !text.isEmpty else { throw UsageError("the path is empty, write one") }
            set(&draft, text)
        }
    }

    /// One of a closed set of words.
    static func word<Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ set: @escaping @Sendable (inout CommandDraft, Word) -> Void
    ) -> Flag.Action {
        let words = Word.allCases.map(\.rawValue)
        return .value(.oneOf(words)) { (draft, text) throws(UsageError) in
            guard let word = Word(rawValue: text) else {
                let guess = nearest(to: text, among: words).map { "did you mean \($0)? " } ?? ""
                throw UsageError("\(text.debugDescription) is unknown, \(guess)write one of \(words.joined(separator: ", "))")
            }
            set(&draft, word)
        }
    }
}
