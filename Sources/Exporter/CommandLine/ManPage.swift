/// What `--help-man` prints: a manual page for section 1, in the macros of man(7).
struct ManPage {
    let flags: [Flag]
    let hostCollectors: [HostCollectorKind]

    var text: String {
        head
            + section("SYNOPSIS", synopsis)
            + section("DESCRIPTION", escaped(CommandGuide(.serve).text) + "\n")
            + section("OPTIONS", options(of: .serve, seen: []))
            + section("COMMANDS", CommandMode.commands.map(command).joined())
            + section("SIGNALS", signals)
            + section("EXIT STATUS", statuses(Self.ends) + paragraph("Those of the commands stand with them."))
            + section("FILES", files)
            + section("EXAMPLES", CommandMode.allCases.flatMap { CommandGuide($0).examples }.map(example).joined())
            + section("SEE ALSO", "prometheus(1), systemd.exec(5), journalctl(1)\n")
    }

    private static let ends = [
        (status: 0, meaning: "It was told to end, or the configuration is valid."),
        (status: 1, meaning: "It could not go on."),
        (status: 2, meaning: "Wrong command line."),
    ]

    private var head: String {
        """
        .TH \(BuildInfo.name.uppercased()) 1 "" "\(BuildInfo.name) \(BuildInfo.version)" "User Commands"
        .nh
        .ad l
        .SH NAME
        \(BuildInfo.name) \\- Prometheus exporter that tells whether WhatsApp is down, or this network

        """
    }

    private var signals: String {
        entry("SIGHUP", "Read the configuration's files again. One that is not valid changes nothing.")
            + entry("SIGTERM, SIGINT", "End.")
    }

    private var files: String {
        entry("/etc/default/\(BuildInfo.name)", "Flags of the service, where there is one.")
            + entry(
                "/etc/\(BuildInfo.name)/\(BuildInfo.name).yml",
                "A configuration with every key and its default. It is read where --config.file names it.")
            + entry("/var/lib/\(BuildInfo.name)", "History of the service.")
    }

    private var synopsis: String {
        CommandGuide(.serve).usage.map { ".B \(BuildInfo.name)\n\(escaped($0))\n" }.joined(separator: ".br\n")
    }

    private func command(_ mode: CommandMode) -> String {
        let guide = CommandGuide(mode)
        let shared = Set(flags.filter { $0.modes.contains(.serve) }.map(\.name))
        let names = flags.filter { $0.modes.contains(mode) && shared.contains($0.name) }.map { "--\($0.name)" }
        return ".SS " + guide.usage.map(escaped).joined() + "\n" + escaped(guide.text) + "\n"
            + paragraph("Of the flags above it takes \(names.joined(separator: ", ")).") + options(of: mode, seen: shared)
            + paragraph("Exit status:") + statuses(guide.exitStatuses)
    }

    /// The flags of a way to run, under their headings.
    /// - Parameter seen: names of those that need no entry any more.
    private func options(of mode: CommandMode, seen: Set<String>) -> String {
        Flag.Group.allCases.map { group in
            let flags = flags.filter { $0.group == group && $0.modes.contains(mode) && !seen.contains($0.name) }
            let entries = flags.filter { !$0.help.isEmpty }.map { entry($0.usage, $0.help) }
            guard !entries.isEmpty else { return "" }
            let more = group == .host ? entry("--[no-]collector.NAME", HostCollectorKind.help(on: hostCollectors)) : ""
            return (mode == .serve ? ".SS \(group.rawValue)\n" : "") + entries.joined() + more
        }.joined()
    }

    private func statuses(_ statuses: [(status: Int, meaning: String)]) -> String {
        statuses.map { entry(String($0.status), $0.meaning) }.joined()
    }

    private func example(_ example: CommandGuide.Example) -> String {
        let call = ([BuildInfo.name, example.arguments].filter { !$0.isEmpty }).joined(separator: " ")
        return entry(call, example.meaning)
    }

    private func section(_ heading: String, _ text: String) -> String { ".SH \(heading)\n\(text)" }

    private func paragraph(_ text: String) -> String { ".PP\n\(escaped(text))\n" }

    private func entry(_ tag: String, _ text: String) -> String {
        ".TP\n.B \(escaped(tag))\n" + (text.isEmpty ? "" : escaped(text) + "\n")
    }

    /// Text that roff shows as it stands: its own signs, and the first ones of a line (groff(7)).
    private func escaped(_ text: String) -> String {
        var result = text.first.map(".'".contains) == true ? "\\&" : ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "'": result += "\\(aq"
            case "^": result += "\\(ha"
            case "\"": result += "\\(dq"
            default: result.append(character)
            }
        }
        return result
    }
}
