/// When reports of one symptom are called a surge.
package struct SurgeSettings: Sendable, Equatable {
    /// Fewer reports than this in a window never are.
    package var leastReports = 5
    /// Fewer sources than this never are, however many reports they send.
    package var leastSources = 3
    /// How long it must last before it is called one.
    package var forSeconds = 120.0

    package init() {}
}
