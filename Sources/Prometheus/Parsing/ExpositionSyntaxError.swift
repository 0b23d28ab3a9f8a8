/// Why a text is no exposition.
package struct ExpositionSyntaxError: Error, Equatable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    package let problem: Problem

    package enum Problem: String, Sendable {
        case unterminated = "the last line does not end, the file may be cut short"
        case metricName = "no metric name where one is due"
        case labelName = "no label name where one is due"
        case reservedLabel = "label names that begin with __ are reserved"
        case labelTwice = "one label twice"
        case equalsSign = "no = after a label's name"
        case quote = "a label's value is not in double quotes"
        case labelEnd = "neither , nor } after a label's value"
        case escape = "a backslash before something else than \\, n or \""
        case notUTF8 = "a label's value is not UTF-8"
        case value = "no number where the value is due"
        case timestamp = "a timestamp, which is not for files that are read again and again"
        case rest = "something after the value"
        case type = "no type of metrics that is known"
        case secondType = "a second TYPE line for a family, or one after its samples"
        case secondHelp = "a second HELP line for a family"
        case position = "no number in the label le of a histogram's bucket or quantile of a summary"
        case noPart = "neither bucket or quantile nor sum nor count of its family"
        case count = "a count that is no whole number"
    }

    package init(line: Int, _ problem: Problem) {
        self.line = line
        self.problem = problem
    }

    package var description: String { "line \(line): \(problem.rawValue)" }
}

/// A problem before its line is known.
typealias ExpositionProblem = ExpositionSyntaxError.Problem

extension ExpositionSyntaxError.Problem: Error {}
