/// The sources of signals, in the order of their chapters.
enum SignalSources {
    static func all(_ configuration: Configuration, _ context: SignalContext) -> [any SignalSource] {
        [
            ReportDesk(configuration, context), WebhookDesk(configuration, context), HealthWatch(configuration, context),
            FeedWatch(configuration, context),
        ]
    }
}
