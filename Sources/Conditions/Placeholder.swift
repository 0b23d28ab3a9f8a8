// Replaced by the target's owner; the declarations below are what others rely on.

/// A condition on a JSON document, in a small part of the Common Expression Language.
package struct Condition: Sendable {
    /// Why a text is no condition.
    package struct SyntaxError: Error, Equatable, CustomStringConvertible {
        /// Where in the text, from 1.
        package let column: Int
        package let description: String
    }

    /// What a condition says of a document.
    package enum Verdict: Sendable, Equatable {
        case holds, fails
        /// It could not be told: the document is no JSON, lacks what is asked for, or has another type.
        case unclear(String)
    }

    package let text: String

    package init(_ text: String) throws(SyntaxError) {
        self.text = text
    }

    /// Judges a document of JSON text, which the expression calls `body`.
    package func judge(_ json: [UInt8]) -> Verdict { .unclear("") }
}
