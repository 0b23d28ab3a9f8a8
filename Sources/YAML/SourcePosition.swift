/// A place in a configuration file.
package struct SourcePosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The file, as it was named to the parser.
    package let file: String
    /// The line, from 1.
    package let line: Int
    /// The column, from 1, in Unicode code points.
    package let column: Int

    /// A place; line and column count from 1.
    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `file:line:column`, as compilers print it.
    package var description: String { "\(file):\(line):\(column)" }

    /// Orders by file name, then as the text runs.
    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}
