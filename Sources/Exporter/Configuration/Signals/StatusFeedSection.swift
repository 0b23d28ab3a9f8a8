import YAML

/// `status_feed`: TODO
struct StatusFeedSection: Sendable, Equatable {
    init?(_ section: MappingReader) {}
}
