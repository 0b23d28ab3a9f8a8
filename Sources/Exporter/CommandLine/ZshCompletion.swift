/// What `--completion-script-zsh` prints: a function for zsh's own completion system (zshcompsys(1)), to source or to put into `fpath`.
struct ZshCompletion {
    let flags: [Flag]

    var text: String {
        let name = BuildInfo.name
        return """
            #compdef \(name)
            # Completes the command line of \(name) in zsh; made by its flag --completion-script-zsh.
            _\(name)() {
                case ${words[(r)(\(CommandMode.commands.map(\.rawValue).joined(separator: "|")))]} in
            \(CommandMode.commands.map(branch).joined())\(branch(.serve))
                esac
            }
            # In fpath the file itself is the function, at its first use.
            if [[ ${funcstack[1]} == _\(name) ]]; then
                _\(name) "$@"
            else
                compdef _\(name) \(name)
            fi

            """
    }

    private func branch(_ mode: CommandMode) -> String {
        let commands = mode == .serve ? CommandMode.commands : [mode]
        let arguments =
            flags.filter { $0.modes.contains(mode) }.flatMap(specifications)
            + ["1:command:(\(commands.map(\.rawValue).joined(separator: " ")))"] + (mode.takesFile ? ["2:FILE:_files"] : [])
        return "    \(mode == .serve ? "*" : mode.rawValue))\n        _arguments"
            + arguments.map { " \\\n            '\($0.replacing("'", with: "'\\''"))'" }.joined() + "\n        ;;\n"
    }

    private func specifications(_ flag: Flag) -> [String] {
        let star = flag.isRepeatable ? "*" : ""
        let help = flag.help.isEmpty ? "" : "[\(quoted(flag.help))]"
        return flag.spellings.map { spelling in
            guard let value = flag.value else { return star + spelling + help }
            return "\(star)\(spelling)=\(help):\(quoted(value.placeholder)):\(action(value))"
        }
    }

    private func action(_ value: Flag.Value) -> String {
        switch value {
        case .file: "_files"
        case .directory: "_files -/"
        case .oneOf(let words): "(\(words.joined(separator: " ")))"
        case .text: " "
        }
    }

    /// Text without the signs that part a specification.
    private func quoted(_ text: String) -> String {
        text.reduce(into: "") { $0 += "\\[]:".contains($1) ? "\\\($1)" : String($1) }
    }
}
