/// Reads a document strictly into a value, and reports every mistake at once.
///
/// ```swift
/// let targets = try reader.read(document) { top in
///     top.required("targets")?.list { item in
///         item.mapping { target -> Target? in
///             let host = target.required("host")?.string()
///             let interval = target.optional("interval")?.duration() ?? .seconds(30)
///             return host.map { Target(host: $0, interval: interval) }
///         }
///     }
/// }
/// ```
/// Readers return `nil` after they recorded an error, so that reading goes on and finds the next one.
package struct ConfigurationReader: Sendable {
    private let environment: @Sendable (String) -> String?
    private let readFile: @Sendable (String) throws -> [UInt8]

    /// - Parameters:
    ///   - environment: a variable's value, for `${NAME}` in scalars.
    ///   - readFile: a file's bytes, for secrets kept in files; its error's text becomes part of the message.
    package init(
        environment: @escaping @Sendable (String) -> String?, readFile: @escaping @Sendable (String) throws -> [UInt8]
    ) {
        self.environment = environment
        self.readFile = readFile
    }

    /// What the body makes of the document's top mapping.
    ///
    /// - Parameter body: returns `nil` only when it could not go on.
    /// - Throws: all errors found, up to a hundred.
    package func read<Value>(
        _ document: YAMLNode, _ body: (MappingReader) -> Value?
    ) throws(ConfigurationErrors) -> Value {
        let context = ReadingContext(environment: environment, readFile: readFile)
        let value = ValueReader(document, label: "the document", context: context).mapping(body)
        if let failure = context.failure { throw failure }
        guard let value else {
            throw ConfigurationErrors([ConfigurationError(document.position, "the document is not valid", "correct it")])
        }
        return value
    }
}
