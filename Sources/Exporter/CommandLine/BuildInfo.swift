/// What this program is.
package enum BuildInfo {
    /// The program's name.
    package static let name = "whatsapp_status_exporter"
    /// The release.
    package static let version = "0.1.0"
    /// The branch it was built from, `unknown` where the build does not say.
    package static let branch = "unknown"
    /// The commit it was built from, `unknown` where the build does not say.
    package static let revision = "unknown"

    /// The compiler's version, as far as it can be told.
    package static let swiftVersion: String = {
        #if compiler(>=6.4)
        "6.4 or later"
        #elseif compiler(>=6.3)
        "6.3"
        #else
        "6.2"
        #endif
    }()

    /// What `--version` prints: `whatsapp_status_exporter, version 0.1.0 (branch: unknown, revision: unknown)`.
    package static let line = "\(name), version \(version) (branch: \(branch), revision: \(revision))"
}
