/// What `--completion-script-bash` prints: a function for bash 4.4 and later, which needs no bash-completion.
struct BashCompletion {
    let flags: [Flag]

    var text: String {
        #"""
        # Completes the command line of \#(BuildInfo.name) in bash; made by its flag --completion-script-bash.
        # shellcheck shell=bash
        _\#(BuildInfo.name)() {
            local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=serve flag= lead= word words
            for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
                case $word in \#(commands)) command=$word && break ;; esac
            done
            # A flag and its value are one word, or three where = separates words for bash.
            if [[ $cur == = ]]; then
                flag=$previous cur=
            elif [[ $previous == = ]] && ((COMP_CWORD > 1)); then
                flag=${COMP_WORDS[COMP_CWORD - 2]}
            elif [[ $cur == --*=* ]]; then
                flag=${cur%%=*} lead=${cur%%=*}= cur=${cur#*=}
            elif [[ $previous == --* ]]; then
                flag=$previous
            fi
            COMPREPLY=()
            case $flag in
        \#(values)
            esac
            if [[ $cur == -* ]]; then
                case $command in
        \#(words)
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
                [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
            elif [[ $command == serve ]]; then
                mapfile -t COMPREPLY < <(compgen -W "\#(commands.replacing("|", with: " "))" -- "$cur")
            elif [[ $command != check ]]; then
                compopt -o filenames 2>/dev/null
                mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            fi
        }
        complete -F _\#(BuildInfo.name) \#(BuildInfo.name)
        """# + "\n"
    }

    private var commands: String { CommandMode.commands.map(\.rawValue).joined(separator: "|") }

    /// A branch for each kind of value: those of its flags, and how it is completed.
    private var values: String {
        var flagsByCompletion: [(completion: String, names: [String])] = []
        for flag in flags {
            guard let completion = completion(of: flag.value) else { continue }
            if let index = flagsByCompletion.firstIndex(where: { $0.completion == completion }) {
                flagsByCompletion[index].names.append("--\(flag.name)")
            } else {
                flagsByCompletion.append((completion, ["--\(flag.name)"]))
            }
        }
        return flagsByCompletion.map { completion, names in
            """
                \(names.joined(separator: " | ")))
            \(completion)        return
                    ;;
            """
        }.joined(separator: "\n")
    }

    private func completion(of value: Flag.Value?) -> String? {
        func reply(_ arguments: String) -> String {
            "        mapfile -t COMPREPLY < <(compgen -P \"$lead\" \(arguments) -- \"$cur\")\n"
        }
        return switch value {
        case nil: nil
        case .file: "        compopt -o filenames 2>/dev/null\n" + reply("-f")
        case .directory: "        compopt -o filenames 2>/dev/null\n" + reply("-d")
        case .oneOf(let words): reply("-W \"\(words.joined(separator: " "))\"")
        case .text: ""
        }
    }

    private var words: String {
        CommandMode.allCases.map { mode in
            let words = flags.filter { $0.modes.contains(mode) }.flatMap { flag in
                flag.spellings.map { flag.value == nil ? $0 : $0 + "=" }
            }
            return "        \(mode.rawValue)) words=\"\(words.joined(separator: " "))\" ;;"
        }.joined(separator: "\n")
    }
}
