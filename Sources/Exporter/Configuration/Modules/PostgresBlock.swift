import Probing
import YAML

/// `postgres`: the way in, the query, and what its answer must be.
struct PostgresBlock {
    static func settings(_ block: BlockReader) -> PostgresSettings {
        var settings = PostgresSettings()
        settings.user = block["user"]?.string("write a role's name", notEmpty) ?? settings.user
        settings.password = block.secret("password")?.source
        settings.passwordFile = block["passfile"]?.readablePath(block.readFile)
        if let passfile = block["passfile"], settings.password != nil {
            passfile.reject("password and passfile are both given", "keep one of the two")
        }
        settings.database = block["database"]?.string("write a database's name", notEmpty) ?? settings.database
        settings.tlsMode = block["tls_mode"]?.word(of: PostgresSettings.TLSMode.self) ?? settings.tlsMode
        settings.tls = block.block("tls_config", TLSBlock.settings) ?? settings.tls
        if let verify = block.mapping.optional("tls_config"), !settings.tls.verifies {
            verify.reject("insecure_skip_verify is for tls_mode to say", "remove it, and write tls_mode: require")
        }
        query(block, into: &settings)
        settings.glances = block.flag("statistics", default: true)
        settings.mostStatements = block["top_statements"]?.integer(in: 0...100) ?? 0
        settings.slowAfter = block["slow_after"]?.timeout()
        return settings
    }

    private static func query(_ block: BlockReader, into settings: inout PostgresSettings) {
        settings.query = block["query"]?.string() ?? ""
        settings.statementTimeout = block["statement_timeout"]?.timeout() ?? settings.statementTimeout
        settings.expectedRows = block["expected_rows"]?.string("write a count such as 1, or a range such as 1-10", rows)
        settings.expectedValue = block["expected_value"]?.string("write a text of at most 1024 bytes") {
            $0.utf8.count <= 1024 ? $0 : nil
        }
        settings.mostRows = block["max_rows"]?.integer(in: 1...1000) ?? settings.mostRows
        settings.columns = block.blocks("columns", column)
        guard settings.query.isEmpty else { return }
        for key in ["expected_rows", "expected_value", "columns"] where block[key] != nil {
            block[key]?.reject("\(key) does not go without a query", "add query, or remove it")
        }
    }

    private static func column(_ block: BlockReader) -> PostgresSettings.Column? {
        let labels = block["labels"]?.list { $0.labelName() } ?? []
        let metric = block["metric"]
        guard let reader = block.required("name"), let name = reader.string("write a column's name", notEmpty) else { return nil }
        return (metric ?? reader).metricSuffix().map { .init(name: name, metric: $0, labels: labels) }
    }

    private static func rows(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end -> Int? in
            end.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(end) : nil
        }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else { return nil }
        return first...last
    }

    private static func notEmpty(_ text: String) -> String? {
        text.isEmpty || text.utf8.contains(0) ? nil : text
    }
}

extension ValueReader {
    /// The end of a metric's name.
    fileprivate func metricSuffix() -> String? {
        string("write the end of a metric's name: small letters, digits and _") { name in
            let isName = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
            return isName && !name.isEmpty ? name : nil
        }
    }
}
