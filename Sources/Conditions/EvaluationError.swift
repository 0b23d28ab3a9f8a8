/// Why an expression has no value for a document.
enum EvaluationError: Error, CustomStringConvertible {
    /// `&&`, `||` and the macros go on when another part decides.
    case failed(String)
    /// Nothing goes on after this.
    case tooCostly

    static func noOverload(_ function: String, _ values: Value...) -> EvaluationError {
        .failed("\(function) does not take \(values.map(\.type.description).joined(separator: " and "))")
    }

    var description: String {
        switch self {
        case .failed(let what): what
        case .tooCostly: "the condition takes more than \(Evaluator.mostSteps) steps on this document"
        }
    }
}
