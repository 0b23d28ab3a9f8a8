/// How to check once.
package struct CheckOptions: Sendable, Equatable {
    /// The configuration's file, `nil` for the embedded catalogue.
    package var configurationFile: String?
    /// Whether to print one JSON object instead of a table.
    package var writesJSON = false
    /// Whether to use colours; `nil` for on a terminal only.
    package var usesColor: Bool?
    /// The longest that one probe may take, `nil` for each target's own timeout.
    package var timeout: Duration?
    /// Where the host's files are.
    package var paths = HostPaths()
}
