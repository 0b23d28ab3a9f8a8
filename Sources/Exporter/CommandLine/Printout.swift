/// Texts for other programs that are made of the table of flags, by the name of the flag that prints them: kingpin's names, but for fish.
enum Printout: String, CaseIterable {
    case manPage = "help-man"
    case bash = "completion-script-bash"
    case zsh = "completion-script-zsh"
    case fish = "completion-script-fish"

    /// What the help says of the flag.
    var help: String {
        switch self {
        case .manPage: "Print the manual page, for man -l -."
        case .bash: "Print what completes the command line in bash."
        case .zsh: "Print what completes the command line in zsh."
        case .fish: "Print what completes the command line in fish."
        }
    }

    func text(flags: [Flag], hostCollectors: [HostCollectorKind]) -> String {
        let flags = flags.filter { !$0.isFormer }
        return switch self {
        case .manPage: ManPage(flags: flags, hostCollectors: hostCollectors).text
        case .bash: BashCompletion(flags: flags).text
        case .zsh: ZshCompletion(flags: flags).text
        case .fish: FishCompletion(flags: flags).text
        }
    }
}
