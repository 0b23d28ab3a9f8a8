/// A condition on a JSON document, in a part of the Common Expression Language (CEL).
///
/// It is written, checked and judged as cel-go does for an expression over the variable `body`: `body.items.exists(i, i.n > 3)`.
/// Numbers of a document are doubles. Left out are timestamps, durations, messages and extensions.
package struct Condition: Sendable {
    /// Why a text is no condition.
    package struct SyntaxError: Error, Equatable, CustomStringConvertible {
        /// Where in the text, from 1, in Unicode code points.
        package let column: Int
        package let description: String
    }

    /// What a condition says of a document.
    package enum Verdict: Sendable, Equatable {
        case holds, fails
        /// It could not be told: the document is no JSON, lacks what is asked for, has another type, or would take too long.
        case unclear(String)
    }

    /// The expression as written.
    package let text: String
    private let expression: Expression

    /// - Throws: also for an expression whose types can never fit, such as `1 == "a"`.
    package init(_ text: String) throws(SyntaxError) {
        self.text = text
        let bytes = Array(text.utf8)
        do throws(ExpressionFault) {
            var parser = try ExpressionParser(bytes)
            let expression = try parser.parse()
            var checker = TypeChecker()
            _ = try checker.type(of: expression)
            self.expression = expression
        } catch {
            let column = 1 + bytes.prefix(error.offset).count { $0 & 0xC0 != 0x80 }
            throw SyntaxError(column: column, description: error.what)
        }
    }

    /// Judges a document of JSON text, which the expression calls `body`.
    ///
    /// Takes time within bounds whatever both are: some two million steps.
    package func judge(_ json: [UInt8]) -> Verdict {
        do throws(EvaluationError) {
            let body = try JSONText.value(of: json)
            var evaluator = Evaluator(body: body)
            switch try evaluator.value(of: expression) {
            case .bool(true): return .holds
            case .bool(false): return .fails
            case let other: return .unclear("the condition gives \(other.type.description), not true or false")
            }
        } catch {
            return .unclear(error.description)
        }
    }
}
