/// What the command line asks for.
package enum Command: Sendable, Equatable {
    /// Probe and serve until told to stop.
    case serve(ServeOptions)
    /// Probe once and print.
    case check(CheckOptions)
    /// Load the file, and that of the web side if there is one, and say whether they are valid.
    case configurationCheck(path: String, webPath: String?, HostPaths)
    /// Copy the history into a new file.
    case backup(StorageOptions)
    /// Put a copy in the history's place.
    case restore(StorageOptions)
    /// Print `BuildInfo.line`.
    case version
    /// Print a text.
    case help(String)

    /// Reads the arguments, the program's name left out.
    ///
    /// - Parameter hostCollectors: the known ones, in order.
    /// - Throws: the first mistake. `--help`, `--version` and a ``Printout`` win over mistakes, and over those after them.
    package static func parse(_ arguments: some Sequence<String>, hostCollectors: [HostCollectorKind]) throws(UsageError)
        -> Command
    {
        let words = Array(arguments)
        let flags = Flag.all(hostCollectors: hostCollectors)
        let candidates = words.prefix { $0 != "--" }
        if candidates.contains(where: { $0 == "--help" || $0 == "-h" }) {
            let mode = CommandMode.commands.first { candidates.contains($0.rawValue) } ?? .serve
            return .help(HelpText(flags: flags, hostCollectors: hostCollectors).text(for: mode))
        }
        if candidates.contains("--version") { return .version }
        if let printout = Printout.allCases.first(where: { candidates.contains("--\($0.rawValue)") }) {
            return .help(printout.text(flags: flags, hostCollectors: hostCollectors))
        }

        let parsed = try ArgumentParser(flags: flags, hostCollectors: hostCollectors).parse(words)
        var draft = CommandDraft(hostCollectors: hostCollectors)
        draft.serve.foreignFlags = parsed.foreign
        for use in parsed.uses { try use.apply(to: &draft, as: parsed.mode) }
        return try draft.command(as: parsed.mode, file: parsed.file)
    }
}

/// The ways to run, which take different flags.
enum CommandMode: String, CaseIterable, Sendable {
    case serve, check, backup, restore

    /// Those that are asked for by name.
    static let commands = allCases.filter { $0 != .serve }

    /// Whether a file's name follows the command's.
    var takesFile: Bool { self == .backup || self == .restore }
}
