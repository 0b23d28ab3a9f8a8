/// Which history to copy or to replace.
package struct StorageOptions: Sendable, Equatable {
    /// The history's directory.
    package var directory: String
    /// The copy's file.
    package var file: String
}
