/// One flag: its spelling, its place in the help, and what it does.
struct Flag: Sendable {
    /// Headings of the help, in order.
    enum Group: String, CaseIterable {
        case configuration = "Configuration"
        case web = "Web server"
        case probe = "Probes on demand"
        case host = "Host metrics"
        case collectors = "Host collectors"
        case storage = "Storage"
        case output = "Output"
        case log = "Log"
        case other = "Other"
    }

    enum Action: Sendable {
        /// Given or not given.
        case once(@Sendable (inout CommandDraft) -> Void)
        /// `--name` or `--no-name`.
        case toggle(@Sendable (inout CommandDraft, Bool) -> Void)
        /// `--name=value` or `--name value`; the error leaves the flag's name out.
        case value(Value, @Sendable (inout CommandDraft, String) throws(UsageError) -> Void)
    }

    /// What a flag's value is.
    enum Value: Sendable {
        case file
        case directory
        /// One of these words.
        case oneOf([String])
        /// Anything else, by what the help calls it.
        case text(String)

        /// What stands for it in the help.
        var placeholder: String {
            switch self {
            case .file, .directory: "PATH"
            case .oneOf(let words): words.joined(separator: "|")
            case .text(let name): name
            }
        }
    }

    let name: String
    let group: Group
    let action: Action
    var modes: [CommandMode] = [.serve, .check]
    var isRepeatable = false
    /// Taken as ever, and mentioned nowhere: it has another name today.
    var isFormer = false
    let help: String

    /// The flag as the help shows it.
    var usage: String {
        switch action {
        case .once: "--\(name)"
        case .toggle: "--[no-]\(name)"
        case .value(let value, _): "--\(name)=\(value.placeholder)\(isRepeatable ? " ..." : "")"
        }
    }

    /// What its value is, `nil` where it takes none.
    var value: Value? {
        if case .value(let value, _) = action { value } else { nil }
    }

    /// Every spelling of it.
    var spellings: [String] {
        if case .toggle = action { ["--\(name)", "--no-\(name)"] } else { ["--\(name)"] }
    }
}
