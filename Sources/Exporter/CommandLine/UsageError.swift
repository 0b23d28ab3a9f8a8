/// A command line that cannot be followed: one line saying what is wrong and what would be right. Exit status 2.
package struct UsageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, without a newline.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
