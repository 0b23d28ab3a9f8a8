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
        return introduction(to: mode) + groups.joined(separator: "\n")
    }

    private func introduction(to mode: CommandMode) -> String {
        let guide = CommandGuide(mode)
        let usage = guide.usage.enumerated().map { "\($0 == 0 ? "Usage:" : "      ") \(BuildInfo.name) \($1)\n" }
        let statuses = guide.exitStatuses.map { "  \($0.status)  \($0.meaning)\n" }
        let examples = guide.examples.map { example in
            trimmed("  \(BuildInfo.name) \(example.arguments)") + "\n"
                + (example.meaning.isEmpty ? "" : "      \(example.meaning)\n")
        }
        return usage.joined() + "\n" + filled(guide.text, margin: "") + "\n"
            + (statuses.isEmpty ? "" : "Exit status:\n" + statuses.joined() + "\n")
            + "Examples:\n" + examples.joined() + "\n"
    }

    /// All collectors as one entry: they differ by nothing but their names.
    private var collectors: String {
        hostCollectors.isEmpty ? "" : entry("--[no-]collector.NAME", HostCollectorKind.help(on: hostCollectors))
    }

    private func entry(_ usage: String, _ help: String) -> String {
        let margin = String(repeating: " ", count: Self.indent)
        let head = "  " + usage
        guard head.count + 2 <= Self.indent else { return head + "\n" + filled(help, margin: margin) }
        return head + filled(help, margin: margin).dropFirst(head.count)
    }

    private func filled(_ text: String, margin: String) -> String {
        var lines: [String] = []
        var line = margin
        for word in text.split(separator: " ") {
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

extension HostCollectorKind {
    /// What is to be told of the flags that switch collectors.
    static func help(on kinds: [HostCollectorKind]) -> String {
        func names(where isDefault: Bool) -> String {
            kinds.filter { $0.isDefault == isDefault }.map(\.name).joined(separator: ", ")
        }
        return "Run a collector, or not. Unless told otherwise these run: \(names(where: true)); and these do not: "
            + "\(names(where: false))."
    }
}
