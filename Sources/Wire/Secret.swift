/// A string that must not be seen: printing, interpolating or dumping it shows `<secret>`.
///
/// `==` takes a time that depends on the strings: compare what a peer sent in another way.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The string itself, for the place that sends or compares it.
    package let revealed: String

    /// Hides a string.
    package init(_ text: String) {
        revealed = text
    }

    /// `<secret>`.
    package var description: String { "<secret>" }
    /// `<secret>`.
    package var debugDescription: String { "<secret>" }
    /// No children, so that `dump` finds nothing.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
