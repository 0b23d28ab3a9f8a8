/// Configuration files as trees.
package enum YAMLDocument {
    /// The most bytes a file may have.
    package static let limitBytes = 1 << 20

    /// The one document of a file.
    ///
    /// An empty file is an empty mapping. Anchors, aliases and merge keys (`<<`) are resolved, within 100,000 nodes and
    /// 64 levels, copies counted.
    /// - Throws: the first error: syntax, encoding, a key given twice, a tag, a second document, or a bound passed.
    package static func parse(_ bytes: borrowing [UInt8], file: String) throws(ConfigurationError) -> YAMLNode {
        let start = SourcePosition(file: file, line: 1, column: 1)
        guard bytes.count <= limitBytes else {
            throw ConfigurationError(
                start, "the file has \(bytes.count) bytes", "keep it under \(limitBytes), or split it")
        }
        var composer = YAMLComposer(events: try YAMLEventParser(bytes.span, file: file))
        return try composer.document() ?? YAMLNode(.mapping([]), at: start)
    }
}
