/// What the command line asks for.
package enum Command: Sendable, Equatable {
    /// Probe and serve until told to stop.
    case serve(ServeOptions)
    /// Probe once and print.
    case check(CheckOptions)
    /// Load the file and say whether it is valid.
    case configurationCheck(path: String, HostPaths)
    /// Print `BuildInfo.line`.
    case version
    /// Print a text.
    case help(String)

    /// Reads the arguments, the program's name left out.
    ///
    /// - Parameter hostCollectors: the known ones' names, in order.
    /// - Throws: the first mistake. `--help` and `--version` win over mistakes, the former over the latter.
    package static func parse(_ arguments: some Sequence<String>, hostCollectors: [String]) throws(UsageError) -> Command {
        let words = Array(arguments)
        let flags = Flag.all(hostCollectors: hostCollectors)
        let candidates = words.prefix { $0 != "--" }
        if candidates.contains(where: { $0 == "--help" || $0 == "-h" }) {
            return .help(
                HelpText(flags: flags, hostCollectors: hostCollectors).text(for: candidates.contains("check") ? .check : .serve))
        }
        if candidates.contains("--version") { return .version }

        let parsed = try ArgumentParser(flags: flags).parse(words)
        var draft = CommandDraft(hostCollectors: hostCollectors)
        for use in parsed.uses { try use.apply(to: &draft, as: parsed.mode) }
        return try draft.command(as: parsed.mode)
    }
}

/// The two ways to run, which take different flags.
enum CommandMode: String, Sendable {
    case serve, check
}
