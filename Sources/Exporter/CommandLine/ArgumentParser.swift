import YAML

/// Tells flags, their values and the command apart.
struct ArgumentParser {
    /// A flag as it was given.
    struct Use {
        let flag: Flag
        /// `false` for `--no-name`.
        let isOn: Bool
        let value: String?

        func apply(to draft: inout CommandDraft, as mode: CommandMode) throws(UsageError) {
            guard flag.modes.contains(mode) else {
                throw UsageError(
                    mode != .serve
                        ? "--\(flag.name) does not go with the command \(mode.rawValue), remove it"
                        : "--\(flag.name) goes with the command check only, write \(BuildInfo.name) check --\(flag.name)")
            }
            switch flag.action {
            case .once(let set): set(&draft)
            case .toggle(let set): set(&draft, isOn)
            case .value(_, let set):
                do throws(UsageError) { try set(&draft, value ?? "") } catch { throw UsageError("--\(flag.name): \(error)") }
            }
        }
    }

    /// What the words ask for.
    struct Request {
        var mode = CommandMode.serve
        /// For the commands that take one, and only for them.
        var file: String?
        var uses: [Use] = []
        /// Flags of collectors we do not have, but for those that switch one off.
        var foreign: [String] = []
    }

    let flags: [Flag]
    let hostCollectors: [HostCollectorKind]

    func parse(_ words: [String]) throws(UsageError) -> Request {
        var rest = words[...]
        var request = Request()
        var commands: [String] = []
        while let word = rest.popFirst() {
            if word == "--" {
                commands += rest
                break
            } else if word.hasPrefix("-"), word != "-" {
                if isForeign(word, &rest) {
                    if !word.hasPrefix("--no-") { request.foreign.append(word) }
                    continue
                }
                let use = try use(of: word, &rest)
                if !use.flag.isRepeatable, request.uses.contains(where: { $0.flag.name == use.flag.name }) {
                    throw UsageError("--\(use.flag.name) is given twice, keep one")
                }
                request.uses.append(use)
            } else {
                commands.append(word)
            }
        }
        request.mode = try mode(commands.first)
        request.file = try file(commands.dropFirst(), of: request.mode)
        return request
    }

    /// Whether the word is a flag of a collector we do not have; then its value is taken too.
    private func isForeign(_ word: String, _ rest: inout ArraySlice<String>) -> Bool {
        let spelling = String(word.prefix { $0 != "=" })
        // A setting of a collector that we do have may be one we do not: that is a mistake like any other.
        guard !flags.contains(where: { $0.spellings.contains(spelling) }),
            ForeignCollectors.collector(of: spelling, ours: hostCollectors.map(\.name)) != nil
        else { return false }
        if ForeignCollectors.isSetting(spelling), spelling == word, let next = rest.first, !next.hasPrefix("-") {
            rest.removeFirst()
        }
        return true
    }

    private func use(of word: String, _ rest: inout ArraySlice<String>) throws(UsageError) -> Use {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let spelling = parts[0]
        var value = parts.count == 2 ? parts[1] : nil
        guard let flag = flags.first(where: { $0.spellings.contains(spelling) }) else { throw unknown(spelling) }
        guard let kind = flag.value else {
            guard value == nil else {
                throw UsageError("\(spelling) takes no value, write \(flag.spellings.joined(separator: " or "))")
            }
            return Use(flag: flag, isOn: spelling == "--\(flag.name)", value: nil)
        }
        // A value that looks like a flag is more likely a forgotten value.
        if value == nil, let next = rest.first, !next.hasPrefix("-") { value = rest.popFirst() }
        guard let value else { throw UsageError("\(spelling) needs a value, write \(spelling)=\(kind.placeholder)") }
        return Use(flag: flag, isOn: true, value: value)
    }

    private func unknown(_ spelling: String) -> UsageError {
        // Also for those who write one dash, as Go's own flags take it.
        let word = "--" + spelling.drop { $0 == "-" }
        let guess = nearest(to: word, among: flags.flatMap(\.spellings))
        return UsageError(
            "unknown flag \(printable(spelling)), " + (guess.map { "did you mean \($0)?" } ?? "see --help for all of them"))
    }

    private func mode(_ command: String?) throws(UsageError) -> CommandMode {
        guard let command else { return .serve }
        let names = CommandMode.commands.map(\.rawValue)
        guard names.contains(command), let mode = CommandMode(rawValue: command) else {
            let guess = nearest(to: command, among: names)
            throw UsageError(
                "unexpected argument \(command.debugDescription), "
                    + (guess.map { "did you mean \($0)?" } ?? "the commands are \(names.joined(separator: ", "))"))
        }
        return mode
    }

    private func file(_ words: ArraySlice<String>, of mode: CommandMode) throws(UsageError) -> String? {
        if let unexpected = words.dropFirst(mode.takesFile ? 1 : 0).first {
            throw UsageError("unexpected argument \(unexpected.debugDescription) after \(mode.rawValue), remove it")
        }
        guard mode.takesFile else { return nil }
        guard let file = words.first, !file.isEmpty, file != "-" else {
            throw UsageError(
                "\(mode.rawValue) needs a file, write \(BuildInfo.name) \(mode.rawValue) --storage.path=DIR FILE")
        }
        return file
    }

    /// The text itself where it keeps to one line, and else its escaped form in quotes.
    private func printable(_ text: String) -> String {
        text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? text : text.debugDescription
    }
}
