/// What is to be told of a way to run, apart from its flags: in the help and in the manual page.
struct CommandGuide {
    struct Example {
        /// What follows the program's name.
        let arguments: String
        var meaning = ""
    }

    /// What may follow the program's name, a line for each form.
    let usage: [String]
    let text: String
    /// In order; none for what runs until it is told to stop.
    var exitStatuses: [(status: Int, meaning: String)] = []
    let examples: [Example]

    init(_ mode: CommandMode) {
        self =
            switch mode {
            case .serve: Self.serve
            case .check: Self.check
            case .backup: Self.backup
            case .restore: Self.restore
            }
    }

    private init(usage: [String], text: String, exitStatuses: [(Int, String)] = [], examples: [Example]) {
        self.usage = usage
        self.text = text
        self.exitStatuses = exitStatuses.map { (status: $0.0, meaning: $0.1) }
        self.examples = examples
    }

    private static let serve = CommandGuide(
        usage: ["[FLAG ...]", "check [FLAG ...]", "backup|restore --storage.path=DIR FILE"],
        text: """
            Is WhatsApp down, or is it me? Probes WhatsApp and sites that are not WhatsApp's from this host, \
            looks at the host itself, and serves what it concludes, with the evidence, to Prometheus. \
            The command check probes everything once and prints what is wrong: see check --help. \
            The commands backup and restore copy the history and put a copy back: see backup --help.
            """,
        examples: [
            Example(
                arguments: "", meaning: "Probe the built-in catalogue; metrics are at http://localhost:10042/metrics."),
            Example(arguments: "check", meaning: "Ask once, in a terminal."),
            Example(
                arguments: "--config.file=exporter.yml --web.listen-address=127.0.0.1:10042",
                meaning: "Probe what a file says, serve to this host only."),
            Example(arguments: "--config.file=exporter.yml --config.check", meaning: "See whether the file is valid."),
        ])

    private static let check = CommandGuide(
        usage: ["check [FLAG ...]"], text: "Probes everything once, side by side, and prints a table and a verdict.",
        exitStatuses: [
            (0, "all is well"), (1, "could not run"), (2, "wrong command line"), (3, "WhatsApp is in trouble"),
            (4, "the trouble is here"), (5, "cannot tell"),
        ],
        examples: [Example(arguments: "check"), Example(arguments: "check --json --timeout=5s")])

    private static let backup = CommandGuide(
        usage: ["backup --storage.path=DIR FILE"],
        text: """
            Copies the history in DIR into a new file, as it stands at one moment, and checks the copy. \
            The exporter may be running. A file that is there already is not overwritten.
            """,
        exitStatuses: [(0, "copied and checked"), (1, "not copied"), (2, "wrong command line")],
        examples: [Example(arguments: "backup --storage.path=/var/lib/whatsapp /backup/monday.db")])

    private static let restore = CommandGuide(
        usage: ["restore --storage.path=DIR FILE"],
        text: """
            Puts a copy of FILE in the place of the history in DIR, once it has been checked. What was \
            there is kept under a new name. The exporter may not be running; do it as its user.
            """,
        exitStatuses: [(0, "restored"), (1, "not restored, nothing changed"), (2, "wrong command line")],
        examples: [Example(arguments: "restore --storage.path=/var/lib/whatsapp /backup/monday.db")])
}
