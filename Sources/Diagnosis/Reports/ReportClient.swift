/// What a user who reports trouble uses.
package enum ReportClient: String, CaseIterable, Sendable {
    case android, ios, web, desktop, api, other
    /// Not said.
    case unknown
}
