import YAML

/// `business`: TODO
struct BusinessSection: Sendable, Equatable {
    init?(_ section: MappingReader) {}
}
