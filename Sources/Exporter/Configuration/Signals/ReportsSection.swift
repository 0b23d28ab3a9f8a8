import YAML

/// `reports`: TODO
struct ReportsSection: Sendable, Equatable {
    init?(_ section: MappingReader) {}
}
