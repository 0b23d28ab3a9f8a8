/// What `--completion-script-fish` prints: calls of fish's complete(1).
struct FishCompletion {
    let flags: [Flag]

    var text: String {
        let commands = CommandMode.commands.map(\.rawValue).joined(separator: " ")
        let head = """
            # Completes the command line of \(BuildInfo.name) in fish; made by its flag --completion-script-fish.
            \(complete) -f
            \(complete) -n 'not __fish_seen_subcommand_from \(commands)' -a '\(commands)'
            \(complete) -n '__fish_seen_subcommand_from \(takingFile)' -F

            """
        return head + flags.flatMap { flag in flag.spellings.map { line(flag, $0) } }.joined()
    }

    private let complete = "complete -c \(BuildInfo.name)"

    private var takingFile: String { CommandMode.commands.filter(\.takesFile).map(\.rawValue).joined(separator: " ") }

    private func line(_ flag: Flag, _ spelling: String) -> String {
        let words = [
            complete, condition(flag.modes), "-l", String(spelling.dropFirst(2)), value(flag.value),
            flag.help.isEmpty ? "" : "-d \(quoted(flag.help))",
        ]
        return words.filter { !$0.isEmpty }.joined(separator: " ") + "\n"
    }

    private func condition(_ modes: [CommandMode]) -> String {
        guard modes.count < CommandMode.allCases.count else { return "" }
        guard modes.contains(.serve) else {
            return "-n '__fish_seen_subcommand_from \(modes.map(\.rawValue).joined(separator: " "))'"
        }
        let others = CommandMode.allCases.filter { !modes.contains($0) }
        return "-n 'not __fish_seen_subcommand_from \(others.map(\.rawValue).joined(separator: " "))'"
    }

    private func value(_ value: Flag.Value?) -> String {
        switch value {
        case nil: ""
        case .file: "-r -F"
        case .directory: "-x -a '(__fish_complete_directories)'"
        case .oneOf(let words): "-x -a '\(words.joined(separator: " "))'"
        case .text: "-x"
        }
    }

    private func quoted(_ text: String) -> String {
        "'" + text.reduce(into: "") { $0 += "\\'".contains($1) ? "\\\($1)" : String($1) } + "'"
    }
}
