/// What `--help` prints, in lines of at most 100 columns.
struct HelpText {
    private static let widest = 100
    private static let indent = 34

    let flags: [Flag]
    let hostCollectors: [HostCollectorKind]

    func text(for mode: CommandMode) -> String {
        let flags = flags.filter { $0.modes.contains(mode) }
        let groups = Flag.Group.allCases.compactMap { group -> String? in
            let lines = flags.filter { $0.group == group && !$0.help.isEmpty }.map { entry($0.usage, $0.help) }
            guard !lines.isEmpty else { return nil }
            let more = group == .host && mode == .serve ? collectors : ""
            return "\(group.rawValue):\n" + lines.joined() + more
        }
        return introduction(to: mode) + "\n" + groups.joined(separator: "\n")
    }

    private func introduction(to mode: CommandMode) -> String {
        switch mode {
        case .serve: Self.serving
        case .check: Self.checking
        case .backup: Self.backingUp
        case .restore: Self.restoring
        }
    }

    private static let serving = """
        Usage: \(BuildInfo.name) [FLAG ...]
               \(BuildInfo.name) check [FLAG ...]
               \(BuildInfo.name) backup|restore --storage.path=DIR FILE

        Is WhatsApp down, or is it me? Probes WhatsApp and sites that are not WhatsApp's from this host,
        looks at the host itself, and serves what it concludes, with the evidence, to Prometheus.
        The command check probes everything once and prints what is wrong: see check --help.
        The commands backup and restore copy the history and put a copy back: see backup --help.

        Examples:
          \(BuildInfo.name)
              Probe the built-in catalogue; metrics are at http://localhost:10042/metrics.
          \(BuildInfo.name) check
              Ask once, in a terminal.
          \(BuildInfo.name) --config.file=exporter.yml --web.listen-address=127.0.0.1:10042
              Probe what a file says, serve to this host only.
          \(BuildInfo.name) --config.file=exporter.yml --config.check
              See whether the file is valid.

        """

    private static let checking = """
        Usage: \(BuildInfo.name) check [FLAG ...]

        Probes everything once, side by side, and prints a table and a verdict.

        Exit status:
          0  all is well          3  WhatsApp is in trouble      4  the trouble is here
          5  cannot tell          1  could not run               2  wrong command line

        Examples:
          \(BuildInfo.name) check
          \(BuildInfo.name) check --json --timeout=5s

        """

    private static let backingUp = """
        Usage: \(BuildInfo.name) backup --storage.path=DIR FILE

        Copies the history in DIR into a new file, as it stands at one moment, and checks the copy.
        The exporter may be running. A file that is there already is not overwritten.

        Exit status:
          0  copied and checked   1  not copied   2  wrong command line

        Examples:
          \(BuildInfo.name) backup --storage.path=/var/lib/whatsapp /backup/monday.db

        """

    private static let restoring = """
        Usage: \(BuildInfo.name) restore --storage.path=DIR FILE

        Puts a copy of FILE in the place of the history in DIR, once it has been checked. What was
        there is kept under a new name. The exporter may not be running; do it as its user.

        Exit status:
          0  restored             1  not restored, nothing changed   2  wrong command line

        Examples:
          \(BuildInfo.name) restore --storage.path=/var/lib/whatsapp /backup/monday.db

        """

    /// All collectors as one entry: they differ by nothing but their names.
    private var collectors: String {
        guard !hostCollectors.isEmpty else { return "" }
        func names(where isDefault: Bool) -> String {
            hostCollectors.filter { $0.isDefault == isDefault }.map(\.name).joined(separator: ", ")
        }
        return entry(
            "--[no-]collector.NAME",
            "Run a collector, or not. Unless told otherwise these run: \(names(where: true)); and these do not: "
                + "\(names(where: false)).")
    }

    private func entry(_ usage: String, _ help: String) -> String {
        let margin = String(repeating: " ", count: Self.indent)
        var lines: [String] = []
        var line = "  " + usage
        if line.count + 2 > Self.indent {
            lines.append(line)
            line = margin
        } else {
            line += margin.dropFirst(line.count)
        }
        for word in help.split(separator: " ") {
            if line.count + word.count > Self.widest {
                lines.append(trimmed(line))
                line = margin
            }
            line += word + " "
        }
        lines.append(trimmed(line))
        return lines.map { $0 + "\n" }.joined()
    }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
