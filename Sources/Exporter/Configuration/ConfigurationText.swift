import YAML

/// What `/config` shows: the files' own words as one YAML document, without secrets and without what they leave at its default.
///
/// Hidden are all values read as secrets, values of headers and parameters whose names speak of secrets, and names and passwords in
/// URLs. Anything else is shown: a token in a body, or in a text sent over TCP, is not known for what it is.
enum ConfigurationText {
    private static let catalogueNote = "# The embedded catalogue is in force.\n"
    private static let modulesNote =
        "# The embedded modules are in force: \(DefaultModules.modules.keys.sorted().joined(separator: ", "))\n"

    /// Where there is no file.
    static let embedded = "# There is no configuration file.\n" + catalogueNote + modulesNote + "{}\n"

    /// Each of the embedded modules, by name.
    static let embeddedModules: [String: String] = {
        let document = try? YAMLDocument.parse(Array(DefaultModules.text.utf8), file: "")
        return document?["modules"].map { modules($0, concealing: []) } ?? [:]
    }()

    /// Each module of a file, by name.
    static func modules(_ node: YAMLNode, concealing concealed: Set<SourcePosition>) -> [String: String] {
        guard case .mapping(let entries) = node.content else { return [:] }
        return Dictionary(entries.map { ($0.key, shown($0.value, concealing: concealed) ?? "") }) { first, _ in first }
    }

    static func text(of document: YAMLNode, concealing concealed: Set<SourcePosition>) -> String {
        var text = ""
        if document["catalogue"] == nil { text += catalogueNote }
        if document["modules"] == nil { text += modulesNote }
        return text
            + (shown(document, concealing: concealed) ?? "# With all its aliases the configuration is too long to be shown.\n")
    }

    private static func shown(_ node: YAMLNode, concealing concealed: Set<SourcePosition>) -> String? {
        YAMLText.text(of: node) { text, position in
            concealed.contains(position) ? "<secret>" : withoutCredentials(text)
        }
    }

    /// The text with what stands before the host of each URL hidden.
    static func withoutCredentials(_ text: String) -> String {
        var shown = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "://")?.upperBound {
            shown += rest[..<start]
            rest = rest[start...]
            let authority = rest.prefix { !"/?#\"' \n\t".contains($0) }
            guard let at = authority.lastIndex(of: "@") else { continue }
            shown += "<secret>"
            rest = rest[at...]
        }
        return shown + rest
    }
}
