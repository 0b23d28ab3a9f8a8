import YAML

/// `webhooks`: TODO
struct WebhooksSection: Sendable, Equatable {
    init?(_ section: MappingReader) {}
}
