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
        case value(placeholder: String, @Sendable (inout CommandDraft, String) throws(UsageError) -> Void)
    }

    let name: String
    let group: Group
    let action: Action
    var modes: [CommandMode] = [.serve, .check]
    var isRepeatable = false
    let help: String

    /// The flag as the help shows it.
    var usage: String {
        switch action {
        case .once: "--\(name)"
        case .toggle: "--[no-]\(name)"
        case .value(let placeholder, _): "--\(name)=\(placeholder)\(isRepeatable ? " ..." : "")"
        }
    }

    /// Every spelling of it.
    var spellings: [String] {
        if case .toggle = action { ["--\(name)", "--no-\(name)"] } else { ["--\(name)"] }
    }
}
